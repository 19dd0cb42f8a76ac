/** Ten codes for the day without the second factor: shown in one answer only, kept by the person, confirmed by one honest tick. */
import { Button, Checkbox } from '@mantine/core'
import { type FormEvent, useRef, useState } from 'react'
import type { Ask } from '#rules/login/shape.ts'
import { keepCodes, renewCodes } from '../../api/login.ts'
import { Facts } from '../../parts/Facts.tsx'
import { Trouble } from '../../parts/Trouble.tsx'
import { useTranslation } from '../../texts/useTranslation.ts'
import { accountName, useFlow, useTurn } from '../flow.ts'
import { Step } from '../Step.tsx'
import { Codes } from './Codes.tsx'

export default function SaveRecoveryCodes({ ask }: { ask: Ask & { kind: 'save-recovery-codes' } }) {
  const { t } = useTranslation()
  const { login } = useFlow()
  const account = accountName(login)
  const aside = (
    <div className="aside-text">
      <h2>{t('codes.asideTitle')}</h2>
      <p>{t('codes.aside')}</p>
      <Facts
        prose
        rows={[
          [t('codes.good'), t('codes.goodPlaces')],
          [t('codes.bad'), t('codes.badPlaces')],
        ]}
      />
      <p className="quiet">{t('codes.asideQuiet', { account })}</p>
    </div>
  )
  return (
    <Step at={3} account={login.account} title={t('codes.title')} lead={ask.codes ? t('codes.lead') : t('codes.lostLead')} aside={aside}>
      {ask.codes ? <Codes codes={ask.codes} account={account} username={login.user?.username ?? ''} /> : <Renew />}
      <Kept />
    </Step>
  )
}

/** After a reload the codes are gone from the page: they can only be replaced. */
function Renew() {
  const { t } = useTranslation()
  const { busy, problem, go } = useTurn()
  const renew = () => {
    if (!busy) void go(renewCodes)
  }
  return (
    <div className="form">
      {problem && <Trouble problem={problem} retry={renew} />}
      <Button variant="default" size="md" fullWidth aria-busy={busy} onClick={renew}>
        {t('codes.renew')}
      </Button>
      <p className="quiet">{t('codes.renewNote')}</p>
    </div>
  )
}

function Kept() {
  const { t } = useTranslation()
  const { login } = useFlow()
  const { busy, problem, go } = useTurn()
  const box = useRef<HTMLInputElement>(null)
  const [kept, setKept] = useState(false)
  const [missing, setMissing] = useState(false)
  const submit = () => {
    setMissing(!kept)
    if (!kept) return box.current?.focus()
    if (!busy) void go(keepCodes)
  }
  const onSubmit = (event: FormEvent) => {
    event.preventDefault()
    submit()
  }
  return (
    <form className="form" noValidate onSubmit={onSubmit}>
      <Checkbox
        ref={box}
        label={t('codes.kept')}
        checked={kept}
        onChange={(event) => setKept(event.currentTarget.checked)}
        error={missing && !kept ? <span role="alert">{t('codes.notKept')}</span> : undefined}
      />
      {problem && <Trouble problem={problem} retry={submit} />}
      <Button type="submit" size="md" fullWidth aria-busy={busy}>
        {login.account ? t('codes.go', { account: login.account.name }) : t('codes.goOn')}
      </Button>
    </form>
  )
}
