/** The stand-in for somebody's phone: authenticator apps with their passcodes, on a clock that can be wrong. */
import { useState } from 'react'
import { Authenticators } from './Authenticators.tsx'
import { TakeUp } from './TakeUp.tsx'
import type { Authenticator } from './wire.ts'
import { useWords } from './words.ts'

type Props = { authenticators: readonly Authenticator[]; now: number; ask: () => Promise<void> }

export function Phone({ authenticators, now, ask }: Props) {
  const say = useWords()
  // As it was typed: a lone minus on the way to a number counts as nothing.
  const [typed, setTyped] = useState('0')
  const skew = Number.parseInt(typed, 10) || 0
  return (
    <section aria-labelledby="phone-title">
      <h2 id="phone-title">{say('phone.title')}</h2>
      <Authenticators authenticators={authenticators} now={now + skew * 1000} ask={ask} />
      <div className="skew">
        <span>{say('phone.skewBefore')}</span>
        <input
          type="text"
          inputMode="numeric"
          maxLength={6}
          aria-label={say('phone.skewName')}
          data-off={skew !== 0 || undefined}
          value={typed}
          onChange={(event) => setTyped(event.currentTarget.value.replace(/[^\d-]|(?!^)-/g, ''))}
          onBlur={() => setTyped(String(skew))}
        />
        <span>{say('phone.skewAfter')}</span>
      </div>
      <TakeUp ask={ask} />
    </section>
  )
}
