/** The step of every code that is sent, by e-mail or SMS: where it went, the field for it, another one, and the other ways. */
import type { ReactNode } from 'react'
import type { PublicLogin, Sent } from '#rules/login/shape.ts'
import type { Answer as Called } from '../api/problem.ts'
import { Rich } from '../parts/Rich.tsx'
import { Trouble } from '../parts/Trouble.tsx'
import { CodeForm } from '../sign-in/CodeForm.tsx'
import { useFlow } from '../sign-in/flow.ts'
import { Step } from '../sign-in/Step.tsx'
import { Ways } from '../sign-in/Ways.tsx'
import { span } from '../texts/moment.ts'
import { useTranslation } from '../texts/useTranslation.ts'
import type { CodeKind } from './code-kind.ts'
import { isLate, Late, Trail } from './sent-code-trail.tsx'
import { useQuiet } from './useQuiet.ts'
import type { Sending } from './useSending.ts'

type Props = {
  kind: CodeKind
  title: string
  why?: string
  /** The masked address or number, where it is known before anything was sent. */
  hint: string | undefined
  sending: Sending
  alone: boolean
  ways: ReactNode
  remark?: string | undefined
  send(code: string): Promise<Called<PublicLogin>>
}

export function SentCode({ kind, title, why, hint, sending, alone, ways, remark, send }: Props) {
  const { t } = useTranslation()
  const { login } = useFlow()
  const { sent, problem } = sending
  const { quiet, typed } = useQuiet(sent?.sentAt)
  const wrong = sent?.triesLeft === 0 ? t('code.noTries') : t('code.wrong', { reference: sent?.reference ?? '' })
  const lead = (
    <>
      {why} <span role="status">{sent ? <Underway kind={kind} sent={sent} /> : <Unsent kind={kind} hint={hint} sending={sending} />}</span>
    </>
  )
  const aside = sent ? <Trail kind={kind} sent={sent} /> : <div className="aside-text" />
  // What went wrong is said above the form, with what to do; that is not repeated below it.
  const raised = quiet && sent && !problem && !isLate(sent)
  const offer = raised ? <Offer kind={kind} sent={sent} /> : null
  return (
    <Step at={2} account={login.account} title={title} lead={lead} aside={aside} remark={remark}>
      {(problem || sent) && (
        <div className="above">
          {problem ? <Trouble problem={problem} retry={sending.again} /> : sent && <Late kind={kind} sent={sent} alone={alone} />}
        </div>
      )}
      <CodeForm key={sending.asked} label={t('code.label')} action={t('action.continue')} wrong={wrong} onTyped={typed} send={send} />
      <Ways offer={offer}>
        <Resend sending={sending} />
        {ways}
      </Ways>
    </Step>
  )
}

/** Nothing is said to be sent that the server in between has not taken. */
function Underway({ kind, sent }: { kind: CodeKind; sent: Sent }) {
  const { t } = useTranslation()
  if (sent.delivery === 'failed' || sent.delivery === 'expired') return t('code.notSent')
  if (sent.delivery === 'delayed') return <Rich text={`${kind}.sending`} values={{ to: sent.sentTo }} />
  return <Rich text="code.lead" values={{ to: sent.sentTo, reference: sent.reference }} />
}

function Unsent({ kind, hint, sending }: { kind: CodeKind; hint: string | undefined; sending: Sending }) {
  const { t } = useTranslation()
  if (sending.problem) return t('code.notSent')
  return hint === undefined ? t(`${kind}.sendingNoHint`) : <Rich text={`${kind}.sending`} values={{ to: hint }} />
}

/** After a while without a code: where to look first. The ways out follow it. */
function Offer({ kind, sent }: { kind: CodeKind; sent: Sent }) {
  const { t } = useTranslation()
  return (
    <>
      <b>{t('code.quiet')}</b>
      <span>{kind === 'sms' && sent.delivery === 'delivered' ? t('sms.lookDelivered') : t(`${kind}.look`)}</span>
    </>
  )
}

function Resend({ sending: { wait, again } }: { sending: Sending }) {
  const { t } = useTranslation()
  return (
    <li>
      <button className="text-button" type="button" aria-disabled={wait > 0} onClick={again}>
        {t('code.resend')}
        {wait > 0 && (
          <span className="tnum" aria-hidden="true">
            {t('code.resendIn', { time: span(wait) })}
          </span>
        )}
      </button>
    </li>
  )
}
