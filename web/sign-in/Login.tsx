/** A running login: shows the step it asks for, whichever page it began on. Steps that most sign-ins never see are loaded when asked. */
import { lazy, Suspense, useEffect, useMemo } from 'react'
import type { PublicLogin } from '#rules/login/shape.ts'
import type { Note } from '../api/remember.ts'
import { speakTo } from '../texts/speak.ts'
import { FlowContext } from './flow.ts'
import { Answer } from './steps/Answer.tsx'
import { NoWay } from './steps/NoWay.tsx'
import { Wait } from './Wait.tsx'

const Enrol = lazy(() => import('./steps/Enrol.tsx'))
const NewPassword = lazy(() => import('./steps/NewPassword.tsx'))
const ProveContact = lazy(() => import('./steps/ProveContact.tsx'))
const Recovered = lazy(() => import('./steps/Recovered.tsx'))
const Refused = lazy(() => import('./steps/Refused.tsx'))
const SaveRecoveryCodes = lazy(() => import('./steps/SaveRecoveryCodes.tsx'))

type Props = { login: PublicLogin; take(login: PublicLogin): void; lost(note?: Note): void }

export default function Login({ login, take, lost }: Props) {
  const flow = useMemo(() => {
    // Who was choosing a new password begins again with a new link, and not with the password.
    const gone = (note?: Note) => lost(note === 'tookTooLong' ? 'recoveryTookTooLong' : note)
    return { login, take, lost: login.purpose === 'recover' ? gone : lost }
  }, [login, take, lost])
  const language = login.user?.language
  useEffect(() => {
    if (language) void speakTo(language)
  }, [language])
  useEffect(() => {
    if (login.state === 'granted') location.replace('/')
  }, [login.state])
  return (
    <FlowContext value={flow}>
      <Suspense fallback={<Wait />}>{login.state === 'granted' ? <Wait /> : <Asked login={login} />}</Suspense>
    </FlowContext>
  )
}

function Asked({ login }: { login: PublicLogin }) {
  const { ask } = login
  if (login.state === 'refused') return <Refused />
  if (login.state === 'recovered') return <Recovered />
  switch (ask?.kind) {
    case 'answer':
      return <Answer ask={ask} />
    case 'prove-contact':
      return <ProveContact ask={ask} />
    case 'enrol':
      return <Enrol ask={ask} />
    case 'save-recovery-codes':
      return <SaveRecoveryCodes ask={ask} />
    case 'new-password':
      return <NewPassword ask={ask} />
    default:
      return <NoWay />
  }
}
