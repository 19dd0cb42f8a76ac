/** The form of the first operator. The server judges name and password; here only what is plainly missing is said. */
import { Button, NativeSelect, TextInput } from '@mantine/core'
import { type FormEvent, useEffect, useRef, useState } from 'react'
import type { PasswordRules, PublicLogin } from '#rules/login/shape.ts'
import { setUp } from '../../api/login.ts'
import { PasswordField } from '../../parts/PasswordField.tsx'
import { Trouble } from '../../parts/Trouble.tsx'
import { refusalText } from '../../texts/refusal.ts'
import { LANGUAGES, type Language, speakByHand, spoken } from '../../texts/speak.ts'
import { useTranslation } from '../../texts/useTranslation.ts'
import { useCall } from '../flow.ts'
import { passwordTrouble, ruleText } from '../rules.ts'

type Props = { token: string; rules: PasswordRules; onLogin(login: PublicLogin): void; onOver(): void }

export function SetUpForm({ token, rules, onLogin, onOver }: Props) {
  const { t } = useTranslation()
  const { busy, problem, run, fail } = useCall()
  const form = useRef<HTMLFormElement>(null)
  const secret = useRef<HTMLInputElement>(null)
  const [typed, setTyped] = useState({ name: '', username: '', email: '', password: '' })
  const [tried, setTried] = useState(false)
  const refused = passwordTrouble(t, problem)
  const taken = problem?.code === 'username/taken' ? refusalText(t, problem.code) : undefined
  const said = refused !== undefined || taken !== undefined

  useEffect(() => {
    if (problem) form.current?.querySelector<HTMLElement>('[aria-invalid="true"]')?.focus()
  }, [problem])

  const missing = {
    name: tried && typed.name.trim() === '' ? t('setUp.nameMissing') : undefined,
    username: tried && typed.username.trim() === '' ? t('setUp.usernameMissing') : taken,
    email: tried && !/^\S+@\S+$/.test(typed.email.trim()) ? t('setUp.emailWrong') : undefined,
    password: tried && typed.password === '' ? t('newPassword.missing') : refused,
  }
  const submit = async () => {
    if (busy) return
    setTried(true)
    const gaps = {
      name: !typed.name.trim(),
      username: !typed.username.trim(),
      email: !/^\S+@\S+$/.test(typed.email.trim()),
      password: !typed.password,
    }
    const gap = Object.entries(gaps).find(([, is]) => is)?.[0]
    if (gap !== undefined) return form.current?.querySelector<HTMLElement>(`[name="${gap}"]`)?.focus()
    const operator = { ...typed, name: typed.name.trim(), email: typed.email.trim(), language: spoken() }
    const login = await run(
      () => setUp(token, operator),
      (trouble) => (trouble.status === 410 ? onOver() : fail(trouble)),
    )
    if (login) onLogin(login)
  }
  const onSubmit = (event: FormEvent) => {
    event.preventDefault()
    void submit()
  }
  const bind = (field: 'name' | 'username' | 'email', word: string, autoComplete: string, description?: string) => (
    <TextInput
      name={field}
      label={word}
      description={description}
      error={missing[field]}
      errorProps={{ role: 'alert' }}
      value={typed[field]}
      onChange={(event) => setTyped({ ...typed, [field]: event.currentTarget.value })}
      autoComplete={autoComplete}
      spellCheck={false}
    />
  )
  return (
    <form className="form" ref={form} noValidate onSubmit={onSubmit}>
      {problem && !said && <Trouble problem={problem} retry={() => void submit()} />}
      {bind('name', t('setUp.name'), 'name')}
      {bind('username', t('setUp.username'), 'username', t('setUp.usernameHelp'))}
      {bind('email', t('setUp.email'), 'email', t('setUp.emailHelp'))}
      <NativeSelect
        label={t('setUp.language')}
        value={spoken()}
        onChange={(event) => void speakByHand(event.currentTarget.value as Language)}
        data={Object.entries(LANGUAGES).map(([value, label]) => ({ value, label }))}
      />
      <PasswordField
        name="password"
        label={t('setUp.password')}
        description={ruleText(t, rules)}
        error={missing.password}
        value={typed.password}
        field={secret}
        fills="new-password"
        onChange={(password) => setTyped({ ...typed, password })}
      />
      <Button type="submit" size="md" fullWidth aria-busy={busy}>
        {t('setUp.action')}
      </Button>
    </form>
  )
}
