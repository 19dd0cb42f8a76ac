/** Six digits and one button: the form of every step that asks for a passcode or a code. */
import type { ReactNode } from 'react'
import type { PublicLogin } from '#rules/login/shape.ts'
import type { Answer, Problem } from '../api/problem.ts'
import { CodeField, DIGITS } from '../parts/CodeField.tsx'
import { useTranslation } from '../texts/useTranslation.ts'
import { FieldForm, ifWrong } from './FieldForm.tsx'
import { type Turn, useTurn } from './flow.ts'

type Props = {
  label: string
  description?: string
  action: string
  /** Said under the field after a wrong answer. */
  wrong: string
  /** The step's own turn, where it shows more of what went wrong than this form does. */
  turn?: Turn
  /** Said above the field instead, where more is known of a problem than that the answer is wrong. */
  explain?(problem: Problem): ReactNode
  /** Something was typed. */
  onTyped?(): void
  send(code: string): Promise<Answer<PublicLogin>>
}

export function CodeForm({ label, description, action, wrong, turn, explain, onTyped, send }: Props) {
  const { t } = useTranslation()
  const own = useTurn()
  const { busy, problem, go } = turn ?? own
  return (
    <FieldForm
      action={action}
      busy={busy}
      problem={problem}
      check={(code) => (code.length < DIGITS ? t('code.short') : undefined)}
      words={ifWrong(wrong)}
      explain={explain}
      send={(code) => go(() => send(code))}
    >
      {({ onChange, ...field }, full) => (
        <CodeField
          {...field}
          label={label}
          description={description}
          onChange={(code) => {
            onTyped?.()
            onChange(code)
          }}
          onFull={full}
        />
      )}
    </FieldForm>
  )
}
