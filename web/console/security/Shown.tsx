/** The secret of a new authenticator app as it is shown once: the QR code, the link for this phone, and the key in fours. */
import { Button } from '@mantine/core'
import type { Secret } from '../../api/me.ts'
import { Copy } from '../../parts/Copy.tsx'
import { Icon } from '../../parts/Icon.tsx'
import { Qr } from '../../parts/Qr.tsx'
import { useTranslation } from '../../texts/useTranslation.ts'

const inFours = (secret: string) => secret.replace(/\s/g, '').match(/.{1,4}/g) ?? []

export function Shown({ secret, elsewhere }: { secret: Secret /** The app is on another phone than this page. */; elsewhere?: boolean }) {
  const { t } = useTranslation()
  return (
    <>
      {!elsewhere && (
        <Button
          className="phone-only"
          component="a"
          href={secret.uri}
          variant="default"
          fullWidth
          mt="md"
          leftSection={<Icon name="phone" size={18} />}
        >
          {t('totp.openHere')}
        </Button>
      )}
      <div className="enrol">
        <Qr svg={secret.qr} label={t('totp.qr')} />
        <div className="enrol-secret">
          <div className="enrol-key">
            <p className="quiet">{t('totp.byHand')}</p>
            <code className="secret">
              {inFours(secret.secret).map((four, i) => (
                // biome-ignore lint/suspicious/noArrayIndexKey: a key has its groups in this order for ever.
                <span key={i}>{four} </span>
              ))}
            </code>
          </div>
          <Copy text={secret.secret} word={t('totp.copyKey')} size="xs" />
        </div>
      </div>
    </>
  )
}
