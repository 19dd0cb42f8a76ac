/** A password that can be shown, pasted and filled in by a password manager. */
import { TextInput } from '@mantine/core'
import { type RefObject, useState } from 'react'
import { useTranslation } from '../texts/useTranslation.ts'
import { Icon } from './Icon.tsx'

type Props = {
  name?: string
  label: string
  description?: string | undefined
  error?: string | undefined
  value: string
  field: RefObject<HTMLInputElement | null>
  /** Whether the manager should offer the one it knows or make a new one. */
  fills: 'current-password' | 'new-password'
  onChange(password: string): void
}

export function PasswordField({ name = 'password', label, description, error, value, field, fills, onChange }: Props) {
  const { t } = useTranslation()
  const [shown, show] = useState(false)
  const eye = (
    <button className="eye" type="button" aria-label={t('password.show')} aria-pressed={shown} onClick={() => show(!shown)}>
      <Icon name={shown ? 'eyeOff' : 'eye'} size={20} />
    </button>
  )
  return (
    <TextInput
      type={shown ? 'text' : 'password'}
      name={name}
      ref={field}
      label={label}
      description={description}
      error={error}
      errorProps={{ role: 'alert' }}
      value={value}
      onChange={(event) => onChange(event.currentTarget.value)}
      autoComplete={fills}
      autoCapitalize="none"
      spellCheck={false}
      rightSection={eye}
      rightSectionWidth={44}
    />
  )
}
