/** A form of one field and one button: sends what was typed, says what is wrong with it under the field, and gives the focus back. */
import { Button } from '@mantine/core'
import { type FormEvent, type ReactNode, type RefObject, useEffect, useRef, useState } from 'react'
import type { Problem } from '../api/problem.ts'
import { Trouble } from '../parts/Trouble.tsx'

/** What the field is given. */
export type Field = {
  readonly field: RefObject<HTMLInputElement | null>
  readonly value: string
  readonly error: string | undefined
  onChange(text: string): void
}

type Props = {
  action: string
  busy: boolean
  problem: Problem | undefined
  /** What is wrong with a text before it is sent, or nothing. */
  check(text: string): string | undefined
  /** The words for a problem that is about the field; others stand above it. */
  words(problem: Problem): string | undefined
  /** What stands above the field instead, for a problem of which more is known. */
  explain?: ((problem: Problem) => ReactNode) | undefined
  send(text: string): unknown
  /** `send` goes off at once, for a field that knows when it is full. */
  children(field: Field, send: (text: string) => void): ReactNode
}

export function FieldForm({ action, busy, problem, check, words, explain, send, children }: Props) {
  const field = useRef<HTMLInputElement>(null)
  const [value, setValue] = useState('')
  const [gap, setGap] = useState<string>()
  const explained = problem && explain?.(problem)
  const wrong = problem && !explained ? words(problem) : undefined

  useEffect(() => {
    if (!problem) return
    field.current?.focus()
    field.current?.select()
  }, [problem])

  const submit = (text: string) => {
    if (busy) return
    const found = check(text)
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
      {children({ field, value, error: gap ?? wrong, onChange: setValue }, submit)}
      <Button type="submit" size="md" fullWidth aria-busy={busy}>
        {action}
      </Button>
    </form>
  )
}

/** Words for a wrong answer; a text that the server cannot even read as one counts as wrong. */
export const ifWrong = (text: string) => (problem: Problem) =>
  problem.code === 'login/wrong-answer' || problem.code === 'request/invalid' ? text : undefined
