/** What was caught, newest first. */
import { useState } from 'react'
import { Icon } from '../parts/Icon.tsx'
import { inList } from './moments.ts'
import { headOf } from './reading.ts'
import { Segments } from './Segments.tsx'
import type { Sent } from './wire.ts'
import { useWords } from './words.ts'

export type Kind = 'all' | Sent['channel']
const AT_ONCE = 50

type Props = {
  messages: readonly Sent[]
  kind: Kind
  onKind: (kind: Kind) => void
  shown: string | undefined
  onPick: (id: string) => void
  now: number
}

export function Messages({ messages, kind, onKind, shown, onPick, now }: Props) {
  const say = useWords()
  const [most, setMost] = useState(AT_ONCE)
  const kinds = [
    ['all', say('list.all')],
    ['mail', say('list.mail')],
    ['sms', say('list.sms')],
  ] as const
  const empty = { all: say('list.empty'), mail: say('list.emptyMail'), sms: say('list.emptySms') }
  return (
    <section className="demo-list" aria-labelledby="outbox-title">
      <div className="demo-head">
        <h1 id="outbox-title">{say('list.title')}</h1>
        <Segments name={say('list.kind')} choices={kinds} value={kind} onChange={onKind} />
      </div>
      {messages.length === 0 && <p className="demo-empty quiet">{empty[kind]}</p>}
      <ul>
        {messages.slice(0, most).map((m) => (
          <li key={m.id}>
            <button type="button" aria-current={m.id === shown || undefined} onClick={() => onPick(m.id)}>
              <ChannelIcon channel={m.channel} />
              <span>
                <b>{headOf(m)}</b>
                <small>
                  <span className="vh">{m.channel === 'mail' ? say('list.mail') : say('list.sms')}, </span>
                  {m.toSpoken ?? m.to}
                </small>
                {m.account && <small>{m.account}</small>}
              </span>
              <time dateTime={m.at}>{inList(Date.parse(m.at), now)}</time>
            </button>
          </li>
        ))}
      </ul>
      {messages.length > most && (
        <button type="button" className="text-button demo-more" onClick={() => setMost(most + AT_ONCE)}>
          {say('list.more', { count: messages.length - most })}
        </button>
      )}
    </section>
  )
}

function ChannelIcon({ channel }: { channel: Sent['channel'] }) {
  if (channel === 'mail') return <Icon name="mail" size={18} />
  return (
    <svg width="18" height="18" viewBox="0 0 24 24" aria-hidden="true" fill="none" stroke="currentColor" strokeWidth="1.6">
      <path d="M4 5h16v11.5h-8.5L7 20.5v-4H4ZM8 9.3h8M8 12.5h5" strokeLinecap="round" strokeLinejoin="round" />
    </svg>
  )
}
