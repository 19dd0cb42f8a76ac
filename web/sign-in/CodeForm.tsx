/** Six digits and one button: the form of every step that asks for a passcode or a code. */
import { useTranslation } from 'react-i18next'
import type { PublicLogin } from '#rules/login/shape.ts'
import type { Answer } from '../api/problem.ts'
import { CodeField, DIGITS } from '../parts/CodeField.tsx'
import { FieldForm, ifWrong } from './FieldForm.tsx'
import { useTurn } from './flow.ts'

type Props = {
  label: string
  description?: string
  action: string
  /** Said under the field after a wrong answer. */
  wrong: string
  send(code: string): Promise<Answer<PublicLogin>>
}

export function CodeForm({ label, description, action, wrong, send }: Props) {
  const { t } = useTranslation()
  const { busy, problem, go } = useTurn()
  return (
    <FieldForm
      action={action}
      busy={busy}
      problem={problem}
      check={(code) => (code.length < DIGITS ? t('email.short') : undefined)}
      words={ifWrong(wrong)}
      send={(code) => go(() => send(code))}
    >
      {(field, full) => <CodeField {...field} label={label} description={description} onFull={full} />}
    </FieldForm>
  )
}
