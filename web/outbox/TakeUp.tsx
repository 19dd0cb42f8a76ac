/** Puts a secret that the sign-in page shows into the stand-in phone, by its key or its otpauth address. */
import { Button, TextInput } from '@mantine/core'
import { type FormEvent, useState } from 'react'
import { readSecret } from './passcode.ts'
import { takeUp } from './wire.ts'
import { useWords } from './words.ts'

type State = 'typing' | 'sending' | 'wrong' | 'refused' | 'taken'

export function TakeUp({ ask }: { ask: () => Promise<void> }) {
  const say = useWords()
  const [typed, setTyped] = useState('')
  const [state, setState] = useState<State>('typing')
  const send = async (event: FormEvent) => {
    event.preventDefault()
    const secret = readSecret(typed)
    if (secret === undefined) return setState('wrong')
    setState('sending')
    const answer = await takeUp(secret)
    if (!answer.ok) return setState('refused')
    await ask()
    setTyped('')
    setState('taken')
  }
  const error = { wrong: say('phone.wrong'), refused: say('trouble.refused') }
  return (
    <form className="take-up" onSubmit={(event) => void send(event)} noValidate>
      <TextInput
        size="sm"
        label={say('phone.takeUp')}
        description={say('phone.takeUpHelp')}
        error={state === 'wrong' || state === 'refused' ? <span role="alert">{error[state]}</span> : undefined}
        value={typed}
        autoComplete="off"
        autoCapitalize="off"
        spellCheck={false}
        onChange={(event) => {
          setTyped(event.currentTarget.value)
          setState('typing')
        }}
      />
      <Button type="submit" variant="default" aria-busy={state === 'sending'}>
        {say('phone.takeUpAction')}
      </Button>
      <p className="quiet" role="status">
        {state === 'taken' ? say('phone.takenUp') : ''}
      </p>
    </form>
  )
}
