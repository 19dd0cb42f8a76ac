/** The secret of a new authenticator: asked for once, shown as a QR code, as a link for this phone, and as a key in fours. */
import { Button } from '@mantine/core'
import { useEffect, useRef, useState } from 'react'
import { type Enrolment, enrol } from '../api/login.ts'
import { Copy } from '../parts/Copy.tsx'
import { Icon } from '../parts/Icon.tsx'
import { Qr } from '../parts/Qr.tsx'
import { Rich } from '../parts/Rich.tsx'
import { Trouble } from '../parts/Trouble.tsx'
import { isOver, useCall, useFlow } from '../sign-in/flow.ts'
import { useTranslation } from '../texts/useTranslation.ts'
import { androidLink, iphoneLink } from './totp-stores.tsx'

const inFours = (secret: string) => secret.replace(/\s/g, '').match(/.{1,4}/g) ?? []

export function Connect() {
  const { t } = useTranslation()
  const { lost } = useFlow()
  const { problem, run, fail } = useCall()
  const [shown, setShown] = useState<Enrolment>()
  const asked = useRef(false)
  const ask = async () => {
    setShown(
      await run(
        () => enrol('totp'),
        (trouble) => (isOver(trouble) ? lost('tookTooLong') : fail(trouble)),
      ),
    )
  }
  // biome-ignore lint/correctness/useExhaustiveDependencies: asked for once, when the step begins; every further call would make another secret.
  useEffect(() => {
    if (asked.current) return
    asked.current = true
    void ask()
  }, [])
  if (problem)
    return (
      <div className="form">
        <Trouble problem={problem} retry={() => void ask()} />
      </div>
    )
  const secret = shown?.secret ?? ''
  return (
    <>
      <p className="phone-only lead">
        <Rich text="totp.noApp" marks={{ iphone: iphoneLink, android: androidLink }} />
      </p>
      {shown?.uri !== undefined && (
        <Button
          className="phone-only"
          component="a"
          href={shown.uri}
          variant="default"
          size="md"
          fullWidth
          mt="md"
          leftSection={<Icon name="phone" size={18} />}
        >
          {t('totp.openHere')}
        </Button>
      )}
      <div className="enrol">
        <Qr svg={shown?.qr} label={t('totp.qr')} />
        {shown !== undefined && (
          <div className="enrol-secret">
            <div className="enrol-key">
              <p className="quiet">{t('totp.byHand')}</p>
              <code className="secret">
                {inFours(secret).map((four, i) => (
                  // biome-ignore lint/suspicious/noArrayIndexKey: a key has its groups in this order for ever.
                  <span key={i}>{four} </span>
                ))}
              </code>
            </div>
            <Copy text={secret} word={t('totp.copyKey')} size="xs" />
          </div>
        )}
      </div>
    </>
  )
}
