/** The field for six digits: one input, its slots drawn behind it. Takes pastes with spaces and says when it is full. */
import { TextInput } from '@mantine/core'
import type { RefObject } from 'react'

export const DIGITS = 6

type Props = {
  label: string
  description?: string | undefined
  error?: string | undefined
  value: string
  field: RefObject<HTMLInputElement | null>
  onChange(code: string): void
  /** Called once, with the change that made the code complete. */
  onFull(code: string): void
}

export function CodeField({ label, description, error, value, field, onChange, onFull }: Props) {
  const typed = (text: string) => {
    const code = text.replace(/\D/g, '').slice(0, DIGITS)
    onChange(code)
    if (code.length === DIGITS && code !== value) onFull(code)
  }
  return (
    <TextInput
      className="code-field"
      ref={field}
      label={label}
      description={description}
      error={error}
      errorProps={{ role: 'alert' }}
      value={value}
      onChange={(event) => typed(event.currentTarget.value)}
      inputMode="numeric"
      autoComplete="one-time-code"
      spellCheck={false}
    />
  )
}
