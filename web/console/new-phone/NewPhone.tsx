/** "Transfer to a new phone": what happens, scanning with the new phone, and what comes then. Both phones count until the new one was used. */
import { type ReactNode, useEffect, useRef, useState } from 'react'
import { confirmFactor, type Secret } from '../../api/me.ts'
import { useTranslation } from '../../texts/useTranslation.ts'
import { useFactors, useMe } from '../data/queries.ts'
import { useChange } from '../data/useChange.ts'
import { Loaded } from '../Loaded.tsx'
import { newPhoneRoute } from '../router.tsx'
import { Passcode } from '../security/Passcode.tsx'
import { Shown } from '../security/Shown.tsx'
import { Head } from '../shell/Head.tsx'
import { Begin } from './Begin.tsx'
import { Doorsteps } from './Doorsteps.tsx'
import { Guide } from './Guide.tsx'
import { NoApp, Ready } from './Ready.tsx'

export function NewPhone() {
  const { t } = useTranslation('console')
  const path = [t('shell.me'), { word: t('shell.security'), to: '/me/security' as const }, t('phone.title')]
  return (
    <>
      <Head path={path} title={t('phone.title')} lead={t('phone.lead')} />
      <div className="with-rail">
        <Loaded rows={4}>
          <Moving />
        </Loaded>
        <Guide />
      </div>
    </>
  )
}

function Moving() {
  const { app } = newPhoneRoute.useSearch()
  const apps = useFactors().filter(({ type, retires }) => type === 'totp' && !retires)
  const [secret, setSecret] = useState<Secret>()
  const [done, setDone] = useState(false)
  if (done)
    return (
      <Step at={3}>
        <Ready />
      </Step>
    )
  if (secret)
    return (
      <Step at={2}>
        <Scan secret={secret} onDone={() => setDone(true)} onLost={() => setSecret(undefined)} />
      </Step>
    )
  if (apps.length === 0) return <NoApp />
  return (
    <Step at={1}>
      <Begin apps={apps} first={apps.find(({ id }) => id === app) ?? apps[0]} onSecret={setSecret} />
    </Step>
  )
}

function Step({ at, children }: { at: 1 | 2 | 3; children: ReactNode }) {
  return (
    <section className="block first">
      <Doorsteps at={at} />
      {children}
    </section>
  )
}

function Scan({ secret, onDone, onLost }: { secret: Secret; onDone(): void; onLost(): void }) {
  const { t } = useTranslation('console')
  const { account, user } = useMe()
  const change = useChange()
  const heading = useRef<HTMLHeadingElement>(null)
  useEffect(() => heading.current?.focus(), [])
  const confirm = async (code: string) => {
    if (await change.run(confirmFactor(code))) onDone()
  }
  return (
    <>
      <h2 ref={heading} tabIndex={-1}>
        {t('phone.scanTitle')}
      </h2>
      <p className="lead">{t('phone.scanLead')}</p>
      <Shown secret={secret} elsewhere />
      <p className="quiet after">{t('phone.sameApp', { account: account.name, username: user.username })}</p>
      <Passcode account={account.name} change={change} send={(code) => void confirm(code)} onCancel={onLost} />
    </>
  )
}
