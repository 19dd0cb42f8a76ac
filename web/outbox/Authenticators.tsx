/** The list in the stand-in phone: what was taken up here comes first, because somebody is waiting for it. */
import { useState } from 'react'
import { Passcode } from './Passcode.tsx'
import { passcode, secondsLeft } from './passcode.ts'
import { type Authenticator, forget } from './wire.ts'
import { useWords } from './words.ts'

/** From here on a list is too long to look through. */
const MANY = 5

type Props = { authenticators: readonly Authenticator[]; now: number; ask: () => Promise<void> }

export function Authenticators({ authenticators, now, ask }: Props) {
  const say = useWords()
  const [sought, setSought] = useState('')
  if (authenticators.length === 0) return <p className="quiet">{say('phone.none')}</p>
  const fits = (a: Authenticator) => `${a.account} ${a.username} ${a.label ?? ''}`.toLowerCase().includes(sought.trim().toLowerCase())
  const byHand = authenticators.filter((a) => a.takenUp).reverse()
  const shown = [...byHand, ...authenticators.filter((a) => !a.takenUp)].filter(fits)
  const drop = async (secret: string) => {
    await forget(secret)
    await ask()
  }
  return (
    <>
      {authenticators.length > MANY && (
        <input
          type="search"
          className="find"
          aria-label={say('phone.find')}
          placeholder={say('phone.find')}
          value={sought}
          onChange={(event) => setSought(event.currentTarget.value)}
        />
      )}
      {shown.length === 0 && <p className="quiet">{say('phone.noneFound', { text: sought })}</p>}
      <ul className="phone">
        {shown.map((a) => (
          <Passcode
            key={`${a.username} ${a.secret}`}
            account={a.account}
            username={a.username || say('phone.unnamed')}
            label={a.label}
            code={passcode(a.secret, now)}
            left={secondsLeft(now)}
            onForget={a.takenUp ? () => void drop(a.secret) : undefined}
          />
        ))}
      </ul>
    </>
  )
}
