/** Codes by e-mail from now on: the first one proves the mailbox, unless this login has just done so. */

import { confirm, type Enrolment, enrol } from '../api/login.ts'
import { useTranslation } from '../texts/useTranslation.ts'
import type { EnrolProps } from './factor.ts'
import { SentCode } from './sent-code.tsx'
import { useBound } from './useBound.ts'
import { useSending } from './useSending.ts'

export default function Enrol({ sent, alone, ways, remark }: EnrolProps) {
  const { t } = useTranslation()
  const bound = useBound()
  const settled = ({ proven }: Enrolment) => {
    if (proven) void bound()
    return proven === true
  }
  const last = sent?.channel === 'mail' ? sent : undefined
  const sending = useSending({ last, own: true, request: () => enrol('email'), settled })
  const rest = { sending, alone, ways, remark, hint: undefined, send: confirm }
  return <SentCode kind="email" {...rest} title={t('email.enrolTitle')} why={t('email.enrolLead')} />
}
