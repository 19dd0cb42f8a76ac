/** One message: who it went to, its text as a mail program would show it, the plain parts, and its code to copy. */
import { useState } from 'react'
import { Copy } from '../parts/Copy.tsx'
import { Letter } from './Letter.tsx'
import { caught } from './moments.ts'
import { codeOf, headOf } from './reading.ts'
import { Segments } from './Segments.tsx'
import type { Sent } from './wire.ts'
import { useWords } from './words.ts'

type View = 'read' | 'text' | 'source'

/** The place of the message while there is none. `hint`: says how to come by one. */
export function NoMessage({ hint }: { hint: boolean }) {
  const say = useWords()
  return <div className="demo-message">{hint && <p className="demo-nothing quiet">{say('list.emptyHint')}</p>}</div>
}

export function Message({ message }: { message: Sent }) {
  const say = useWords()
  const [view, setView] = useState<View>('read')
  const code = codeOf(message)
  const to = message.toSpoken ?? message.to
  const views: (readonly [View, string])[] = [
    ['read', say('message.read')],
    ['text', say('message.text')],
  ]
  if (message.html) views.push(['source', say('message.source')])
  return (
    <section className="demo-message" id="message" aria-label={say('message.title')}>
      <div className="mail-head">
        <h2>{message.channel === 'sms' ? say('message.sms', { to }) : headOf(message)}</h2>
        <dl>
          {message.from && (
            <div>
              <dt>{say('message.from')}</dt>
              <dd>{message.from}</dd>
            </div>
          )}
          <div>
            <dt>{say('message.to')}</dt>
            <dd>{to}</dd>
          </div>
          <div>
            <dt>{say('message.at')}</dt>
            <dd>
              <time dateTime={message.at}>{caught(Date.parse(message.at))}</time>
            </dd>
          </div>
        </dl>
      </div>
      {view === 'read' ? <Letter message={message} /> : <pre className="plain">{view === 'text' ? message.text : message.html}</pre>}
      {view === 'source' && <p className="quiet">{say('message.sourceHint')}</p>}
      <div className="mail-foot">
        {code && <Copy text={code} word={say('message.copyCode')} />}
        <Segments name={say('message.view')} choices={views} value={view} onChange={setView} />
      </div>
    </section>
  )
}
