/** Which message is shown: the newest, until somebody picks an older one; picking the newest follows again. */
import { useEffect, useRef, useState } from 'react'
import { Message, NoMessage } from './Message.tsx'
import { type Kind, Messages } from './Messages.tsx'
import { headOf } from './reading.ts'
import type { Sent } from './wire.ts'
import { useWords } from './words.ts'

export function Mailbox({ messages, now }: { messages: readonly Sent[]; now: number }) {
  const [kind, setKind] = useState<Kind>('all')
  const [picked, setPicked] = useState<string>()
  const newestFirst = messages.filter((m) => kind === 'all' || m.channel === kind).reverse()
  const shown = newestFirst.find((m) => m.id === picked) ?? newestFirst[0]
  const pick = (id: string) => setPicked(id === newestFirst[0]?.id ? undefined : id)
  return (
    <>
      <Messages
        messages={newestFirst}
        kind={kind}
        onKind={setKind}
        shown={shown?.id}
        onPick={(id) => {
          pick(id)
          reveal()
        }}
        now={now}
      />
      {shown ? <Message key={shown.id} message={shown} /> : <NoMessage hint={messages.length === 0} />}
      <Arrival newest={messages.at(-1)} />
    </>
  )
}

/** Where the columns stand below each other, the message picked is off the screen. */
function reveal(): void {
  if (matchMedia('(max-width: 760px)').matches) document.getElementById('message')?.scrollIntoView({ block: 'start' })
}

/** Reads out what arrives, but not what was there when the page was opened. */
function Arrival({ newest }: { newest: Sent | undefined }) {
  const say = useWords()
  const first = useRef(newest?.id)
  const [said, setSaid] = useState('')
  const text = newest && newest.id !== first.current ? say('list.arrived', { what: headOf(newest), to: newest.toSpoken ?? newest.to }) : ''
  useEffect(() => setSaid(text), [text])
  return (
    <p className="vh" role="status">
      {said}
    </p>
  )
}
