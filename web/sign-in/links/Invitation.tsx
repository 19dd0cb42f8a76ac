/** An invitation: who invites, under which name one signs in, and the password that only the invited person ever sees. */
import { useEffect, useState } from 'react'
import type { PublicLogin } from '#rules/login/shape.ts'
import { acceptInvitation, type Invited, lookAtInvitation } from '../../api/login.ts'
import { isFault } from '../../api/problem.ts'
import { Facts } from '../../parts/Facts.tsx'
import { Rich } from '../../parts/Rich.tsx'
import { speakTo } from '../../texts/speak.ts'
import { useTranslation } from '../../texts/useTranslation.ts'
import { Fault } from '../Fault.tsx'
import { useCall } from '../flow.ts'
import { PasswordForm } from '../PasswordForm.tsx'
import { Step } from '../Step.tsx'
import { Wait } from '../Wait.tsx'
import { Next } from './Next.tsx'
import { Over } from './Over.tsx'
import { useLook } from './useLook.ts'

type Props = { token: string; onLogin(login: PublicLogin): void }

export function Invitation({ token, onLogin }: Props) {
  const { t } = useTranslation()
  const { found, problem } = useLook(() => lookAtInvitation(token))
  const [over, setOver] = useState(false)
  useEffect(() => {
    if (found) void speakTo(found.language)
  }, [found])
  if (problem && isFault(problem)) return <Fault problem={problem} />
  if (problem || over) return <Over title={t('invitation.overTitle')} why={t('invitation.over')} ask={t('invitation.overAsk')} />
  if (!found) return <Wait />
  const lead = <Rich text="invitation.lead" values={{ account: found.account.name }} />
  const aside = <Next title={t('invitation.asideTitle')} steps={['invitation.step1', 'invitation.step2', 'invitation.step3']} />
  return (
    <Step at={1} account={found.account} title={t('invitation.title', { name: found.name })} lead={lead} aside={aside}>
      <div className="above">
        <Facts prose rows={[[t('invitation.username'), <b key="u">{found.username}</b>]]} />
        <p className="quiet">{t('invitation.usernameNote')}</p>
      </div>
      <Choose token={token} invited={found} onLogin={onLogin} onOver={() => setOver(true)} />
    </Step>
  )
}

function Choose({ token, invited, onLogin, onOver }: Props & { invited: Invited; onOver(): void }) {
  const { t } = useTranslation()
  const { busy, problem, run, fail } = useCall()
  const send = async (password: string) => {
    const login = await run(
      () => acceptInvitation(token, password),
      (trouble) => (trouble.status === 410 ? onOver() : fail(trouble)),
    )
    if (login) onLogin(login)
  }
  return (
    <PasswordForm
      label={t('invitation.label')}
      action={t('invitation.action')}
      username={invited.username}
      rules={invited.rules}
      busy={busy}
      problem={problem}
      send={send}
    />
  )
}
