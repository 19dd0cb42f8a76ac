/** The server's clock, and four ways to move it forward. */
import { Button } from '@mantine/core'
import { useState } from 'react'
import { inWords, longDay, time } from './moments.ts'
import { advance } from './wire.ts'
import { useWords, type Word } from './words.ts'

const JUMPS: readonly (readonly [seconds: number, word: Word])[] = [
  [30, 'time.seconds'],
  [600, 'time.minutes'],
  [3600, 'time.hour'],
  [86_400, 'time.day'],
]

type Props = {
  now: number
  /** Seconds that the server's clock was moved. */
  offset: number
  ask: () => Promise<void>
}

export function TimeMachine({ now, offset, ask }: Props) {
  const say = useWords()
  const [busy, setBusy] = useState<number>()
  const [said, setSaid] = useState('')
  const jump = async (seconds: number) => {
    if (busy !== undefined) return
    setBusy(seconds)
    const answer = await advance(seconds)
    await ask()
    setBusy(undefined)
    const at = answer.ok ? Date.parse(answer.value.now) : 0
    setSaid(answer.ok ? say('time.moved', { time: time(at), date: longDay(at) }) : say('trouble.refused'))
  }
  return (
    <section aria-labelledby="time-title">
      <h2 id="time-title">{say('time.title')}</h2>
      <p className="demo-clock">
        <time dateTime={new Date(now).toISOString()}>{time(now)}</time>
        <small>{longDay(now)}</small>
      </p>
      <div className="jumps">
        {JUMPS.map(([seconds, word]) => (
          <Button key={word} variant="default" aria-busy={busy === seconds} onClick={() => void jump(seconds)}>
            {say(word)}
          </Button>
        ))}
      </div>
      <p className="quiet">{say('time.note')}</p>
      {offset > 0 && <p className="quiet">{say('time.ahead', { span: inWords(offset) })}</p>}
      <p className="vh" role="status">
        {said}
      </p>
    </section>
  )
}
