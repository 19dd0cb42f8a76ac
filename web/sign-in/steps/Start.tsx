/** The first door: username and password. */
import { Button, TextInput } from '@mantine/core'
import { type FormEvent, useEffect, useRef, useState } from 'react'
import type { PublicLogin } from '#rules/login/shape.ts'
import { start } from '../../api/login.ts'
import type { Note as NoteName } from '../../api/remember.ts'
import { Note } from '../../parts/Note.tsx'
import { Passage } from '../../parts/Passage.tsx'
import { PasswordField } from '../../parts/PasswordField.tsx'
import { Trouble } from '../../parts/Trouble.tsx'
import { useTranslation } from '../../texts/useTranslation.ts'
import { useCall } from '../flow.ts'
import { Step } from '../Step.tsx'

export function Start({ note, onLogin }: { note?: NoteName | undefined; onLogin(login: PublicLogin): void }) {
  const { t } = useTranslation()
  const aside = (
    <>
      <Passage lit={0} />
      <div className="aside-text">
        <h2>{t('start.asideTitle')}</h2>
        <p>{t('start.aside')}</p>
      </div>
    </>
  )
  return (
    <Step at={1} title={t('start.title')} aside={aside}>
      {note && (
        <div className="above">
          <Note said="status">{t(`start.note.${note}`)}</Note>
        </div>
      )}
      <Form onLogin={onLogin} />
      <div className="others">
        <a className="text-button" href="/forgot-password">
          {t('start.forgot')}
        </a>
      </div>
    </Step>
  )
}

function Form({ onLogin }: { onLogin(login: PublicLogin): void }) {
  const { t } = useTranslation()
  const { busy, problem, run } = useCall()
  const [username, setUsername] = useState('')
  const [password, setPassword] = useState('')
  const [tried, setTried] = useState(false)
  const [name, secret] = [useRef<HTMLInputElement>(null), useRef<HTMLInputElement>(null)]
  const isWrong = problem?.code === 'login/wrong-answer' || problem?.code === 'request/invalid'
  useEffect(() => {
    if (problem) secret.current?.focus()
    if (problem) secret.current?.select()
  }, [problem, secret])

  const submit = async () => {
    if (busy) return
    setTried(true)
    if (username.trim() === '') return name.current?.focus()
    if (password === '') return secret.current?.focus()
    setTried(false)
    // What comes next is fetched meanwhile; should that fail, it is tried again when it is needed.
    void import('../Login.tsx').catch(() => undefined)
    const login = await run(() => start(username, password))
    if (login) onLogin(login)
  }
  const onSubmit = (event: FormEvent) => {
    event.preventDefault()
    void submit()
  }
  return (
    <form className="form" noValidate onSubmit={onSubmit}>
      {problem && !isWrong && <Trouble problem={problem} retry={() => void submit()} />}
      <TextInput
        ref={name}
        label={t('start.username')}
        description={t('start.usernameHelp')}
        error={tried && username.trim() === '' ? t('start.usernameMissing') : undefined}
        errorProps={{ role: 'alert' }}
        value={username}
        onChange={(event) => setUsername(event.currentTarget.value)}
        autoComplete="username"
        autoCapitalize="none"
        spellCheck={false}
      />
      <PasswordField
        label={t('start.password')}
        error={tried && password === '' ? t('start.passwordMissing') : isWrong ? t('start.wrong') : undefined}
        value={password}
        field={secret}
        fills="current-password"
        onChange={setPassword}
      />
      <Button type="submit" size="md" fullWidth mt={4} aria-busy={busy}>
        {t('action.continue')}
      </Button>
    </form>
  )
}
