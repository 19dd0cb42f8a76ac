/** The form inside a dialog: at most one field, what is wrong with it beneath it, and at the foot the way back and the one deed. */
import { Button } from '@mantine/core'
import { type FormEvent, type ReactNode, useEffect, useRef, useState } from 'react'
import { isFault, type Problem } from '../api/problem.ts'
import { Trouble } from '../parts/Trouble.tsx'
import type { Field } from '../sign-in/FieldForm.tsx'
import { refusalText } from '../texts/refusal.ts'
import { useTranslation } from '../texts/useTranslation.ts'

type Props = {
  action: string
  /** Something is lost by it. */
  danger?: boolean
  busy: boolean
  problem: Problem | undefined
  initial?: string
  /** What is wrong with a text before it is sent, or nothing. */
  check?(text: string): string | undefined
  /** The words for a problem that is about the field; others stand above it. */
  words?(problem: Problem): string | undefined
  /** Said above the field instead, where more is known than that something is wrong. */
  explain?(problem: Problem): ReactNode
  send(text: string): unknown
  onCancel?: (() => void) | undefined
  children?(field: Field, send: (text: string) => void): ReactNode
}

export function DialogForm({ action, danger, busy, problem, initial = '', check, words, explain, send, onCancel, children }: Props) {
  const { t } = useTranslation('console')
  const field = useRef<HTMLInputElement>(null)
  const [value, setValue] = useState(initial)
  const [gap, setGap] = useState<string>()
  const explained = problem && explain?.(problem)
  const wrong = problem && !explained ? words?.(problem) : undefined
  useEffect(() => {
    // On a page, the heading comes first.
    if (!field.current?.closest('dialog')) return
    field.current.focus()
    field.current.select()
  }, [])
  useEffect(() => {
    if (!problem) return
    field.current?.focus()
    field.current?.select()
  }, [problem])
  const submit = (text: string) => {
    if (busy) return
    const found = check?.(text)
    setGap(found)
    if (found === undefined) send(text)
    else field.current?.focus()
  }
  const onSubmit = (event: FormEvent) => {
    event.preventDefault()
    submit(value)
  }
  return (
    <form className="form" noValidate onSubmit={onSubmit}>
      {explained}
      {problem && !explained && wrong === undefined && <Trouble problem={problem} retry={() => submit(value)} />}
      {children?.({ field, value, error: gap ?? wrong, onChange: setValue }, submit)}
      <div className="dialog-foot">
        {onCancel && (
          <Button variant="default" onClick={onCancel}>
            {t('act.cancel')}
          </Button>
        )}
        <Button type="submit" color={danger ? 'vermilion' : 'petrol'} aria-busy={busy}>
          {action}
        </Button>
      </div>
    </form>
  )
}

/** Words for any refusal that is about what was typed; `otherwise` where the server could not read it at all. */
export function useFieldWords(otherwise: string): (problem: Problem) => string | undefined {
  const { t } = useTranslation()
  return (problem) => {
    if (problem.code === 'request/invalid' || problem.code === 'request/malformed') return otherwise
    return isFault(problem) || problem.retryAfter !== undefined ? undefined : refusalText(t, problem.code)
  }
}
