/** Codes by SMS from now on: to the number on record, or to one that is typed where none is on record. The first code proves it. */
import { useState } from 'react'
import { confirm, type Enrolment, enrol } from '../api/login.ts'
import type { Problem } from '../api/problem.ts'
import { Way } from '../sign-in/Ways.tsx'
import { useTranslation } from '../texts/useTranslation.ts'
import type { EnrolProps } from './factor.ts'
import { SentCode } from './sent-code.tsx'
import { SmsNumber } from './sms-number.tsx'
import { useBound } from './useBound.ts'
import { useSending } from './useSending.ts'

/** No number is on record, or none that can be used. */
const lacksNumber = ({ code }: Problem): boolean => code === 'login/contact-unavailable'

export default function Enrol(props: EnrolProps) {
  const [typed, setTyped] = useState<string>()
  const [asksNumber, askNumber] = useState(false)
  if (asksNumber)
    return (
      <SmsNumber
        {...props}
        onSent={(number) => {
          setTyped(number)
          askNumber(false)
        }}
      />
    )
  return <First key={typed ?? ''} {...props} typed={typed} onOther={() => askNumber(true)} />
}

type Props = EnrolProps & { typed: string | undefined; onOther(): void }

function First({ sent, alone, ways, remark, typed, onOther }: Props) {
  const { t } = useTranslation()
  const bound = useBound()
  const settled = ({ proven }: Enrolment) => {
    if (proven) void bound()
    return proven === true
  }
  const last = sent?.channel === 'sms' ? sent : undefined
  // The page was loaded again after a number was typed: its code still counts, and only another one needs the number.
  const [reloaded, setReloaded] = useState(false)
  const refused = (problem: Problem) => {
    if (!lacksNumber(problem)) return false
    if (last && !reloaded) setReloaded(true)
    else onOther()
    return true
  }
  // A number that was just typed has its code already.
  const sending = useSending({ last, own: typed === undefined, request: () => enrol('sms', typed), settled, refused })
  const others = (
    <>
      {(typed !== undefined || reloaded) && <Way word={t('sms.otherNumber')} onGo={onOther} />}
      {ways}
    </>
  )
  const rest = { sending, alone, ways: others, remark, hint: undefined, send: confirm }
  return <SentCode kind="sms" {...rest} title={t('sms.enrolTitle')} why={t('sms.enrolLead')} />
}
