/** A code that is sent to a contact on record: to answer with, or to prove that contact before a first enrolment. */

import { answer, challenge } from '../api/login.ts'
import { useTranslation } from '../texts/useTranslation.ts'
import { kindOf } from './code-kind.ts'
import type { AnswerProps } from './factor.ts'
import { SentCode } from './sent-code.tsx'
import { useSending } from './useSending.ts'

/** It is asked and answered by its id. */
function useOffered({ factor, sent, alone, ways, remark }: AnswerProps) {
  const sending = useSending({ last: sent, own: false, request: () => challenge(factor.id) })
  const send = (code: string) => answer(factor.id, code)
  return { kind: kindOf(factor.type), sending, hint: factor.hint, alone, ways, remark, send }
}

export function Answer(props: AnswerProps) {
  const { t } = useTranslation()
  const offered = useOffered(props)
  return <SentCode {...offered} title={props.title ?? t(`${offered.kind}.title`)} />
}

export function Prove(props: AnswerProps) {
  const { t } = useTranslation()
  const offered = useOffered(props)
  return <SentCode {...offered} title={t(`${offered.kind}.proveTitle`)} why={t(`${offered.kind}.proveLead`)} />
}
