/** The steps of a code by e-mail: to answer with, to prove the stored mailbox before a first enrolment, or to bind the mailbox. */
import type { ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import type { PublicLogin, Sent } from '#rules/login/shape.ts'
import { answer, challenge, confirm, type Enrolment, enrol } from '../api/login.ts'
import type { Answer as Called } from '../api/problem.ts'
import { Rich } from '../parts/Rich.tsx'
import { Trouble } from '../parts/Trouble.tsx'
import { CodeForm } from '../sign-in/CodeForm.tsx'
import { useFlow } from '../sign-in/flow.ts'
import { Step } from '../sign-in/Step.tsx'
import { Ways } from '../sign-in/Ways.tsx'
import { span } from '../texts/moment.ts'
import { Late, Trail } from './email-trail.tsx'
import type { AnswerProps, EnrolProps } from './factor.ts'
import { useBound } from './useBound.ts'
import { type Mailing, useMailing } from './useMailing.ts'

type Props = {
  title: string
  why?: string
  /** The masked address, where it is known before anything was sent. */
  hint: string | undefined
  mailing: Mailing
  alone: boolean
  ways: ReactNode
  remark?: string | undefined
  send(code: string): Promise<Called<PublicLogin>>
}

function Mailed({ title, why, hint, mailing, alone, ways, remark, send }: Props) {
  const { t } = useTranslation()
  const { login } = useFlow()
  const { sent } = mailing
  const wrong = sent?.triesLeft === 0 ? t('email.noTries') : t('email.wrong', { reference: sent?.reference ?? '' })
  const lead = (
    <>
      {why} <span role="status">{sent ? <Underway sent={sent} /> : <Unsent hint={hint} mailing={mailing} />}</span>
    </>
  )
  const aside = sent ? <Trail sent={sent} /> : <div className="aside-text" />
  return (
    <Step at={2} account={login.account} title={title} lead={lead} aside={aside} remark={remark}>
      {(mailing.problem || sent) && (
        <div className="above">
          {mailing.problem ? <Trouble problem={mailing.problem} retry={mailing.again} /> : sent && <Late sent={sent} alone={alone} />}
        </div>
      )}
      <CodeForm key={mailing.asked} label={t('email.label')} action={t('action.continue')} wrong={wrong} send={send} />
      <Ways>
        <Resend mailing={mailing} />
        {ways}
      </Ways>
    </Step>
  )
}

/** Nothing is said to be sent that the mail server has not taken. */
function Underway({ sent }: { sent: Sent }) {
  const { t } = useTranslation()
  if (sent.delivery === 'failed' || sent.delivery === 'expired') return t('email.notSent')
  if (sent.delivery === 'delayed') return <Rich text="email.sending" values={{ to: sent.sentTo }} />
  return <Rich text="email.lead" values={{ to: sent.sentTo, reference: sent.reference }} />
}

function Unsent({ hint, mailing }: { hint: string | undefined; mailing: Mailing }) {
  const { t } = useTranslation()
  if (mailing.problem) return t('email.notSent')
  return hint === undefined ? t('email.sendingNoHint') : <Rich text="email.sending" values={{ to: hint }} />
}

function Resend({ mailing: { wait, again } }: { mailing: Mailing }) {
  const { t } = useTranslation()
  return (
    <li>
      <button className="text-button" type="button" aria-disabled={wait > 0} onClick={again}>
        {t('email.resend')}
        {wait > 0 && (
          <span className="tnum" aria-hidden="true">
            {t('email.resendIn', { time: span(wait) })}
          </span>
        )}
      </button>
    </li>
  )
}

/** An offered factor, or a contact on record, is asked and answered by its id. */
function useOffered({ factor, sent, ...rest }: AnswerProps) {
  const mailing = useMailing({ last: sent, own: false, request: () => challenge(factor.id) })
  return { ...rest, mailing, hint: factor.hint, send: (code: string) => answer(factor.id, code) }
}

export function Answer(props: AnswerProps) {
  const { t } = useTranslation()
  return <Mailed {...useOffered(props)} title={t('email.title')} />
}

export function Prove(props: AnswerProps) {
  const { t } = useTranslation()
  return <Mailed {...useOffered(props)} title={t('email.proveTitle')} why={t('email.proveLead')} />
}

export function Enrol({ sent, alone, ways, remark }: EnrolProps) {
  const { t } = useTranslation()
  const bound = useBound()
  const settled = ({ proven }: Enrolment) => {
    if (proven) void bound()
    return proven === true
  }
  const mailing = useMailing({ last: sent, own: true, request: () => enrol('email'), settled })
  const rest = { mailing, alone, ways, remark, hint: undefined, send: confirm }
  return <Mailed {...rest} title={t('email.enrolTitle')} why={t('email.enrolLead')} />
}
