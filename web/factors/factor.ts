/** What a factor type is on the page: a name, an icon, and the steps that ask for it, prove its contact or bind it. */
import type { ParseKeys } from 'i18next'
import type { ComponentType, ReactNode } from 'react'
import type { Offered, Sent } from '#rules/login/shape.ts'
import type { IconName } from '../parts/Icon.tsx'

export type AnswerProps = {
  readonly factor: Offered
  /** The code that was sent for this factor, if one was. */
  readonly sent: Sent | undefined
  /** Whether this is the only way. */
  readonly alone: boolean
  /** List items that lead elsewhere, under the form. */
  readonly ways: ReactNode
  readonly remark?: string | undefined
  /** Instead of the step's own heading, where it is part of something else. */
  readonly title?: string | undefined
}

export type EnrolProps = Omit<AnswerProps, 'factor' | 'title'> & {
  /** Until when enrolment may be put off, ISO 8601. */
  readonly until: string | undefined
}

export type FactorPage = {
  readonly type: string
  readonly icon: IconName
  readonly name: ParseKeys
  /** The words of the way that leads to it. */
  readonly use: ParseKeys
  readonly Answer: ComponentType<AnswerProps>
  /** Proves that a contact on record belongs to the person, before a first enrolment. */
  readonly Prove?: ComponentType<AnswerProps>
  readonly Enrol?: ComponentType<EnrolProps>
  /** One sentence for who chooses between types to bind. */
  readonly promise?: ParseKeys
}
