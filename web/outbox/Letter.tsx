/** The text of a message: a mail set on white paper, an SMS as a bubble on a handset below the name it came from. Markup of the HTML part is not shown: these pages never turn text into markup. */
import { time } from './moments.ts'
import { inThrees } from './passcode.ts'
import { type Block, blocksOf, type Piece } from './reading.ts'
import type { Sent } from './wire.ts'

export function Letter({ message }: { message: Sent }) {
  const blocks = blocksOf(message)
  if (message.channel === 'sms') return <Handset message={message} />
  return (
    <article className="mail">
      {message.account && (
        <div className="mail-brand">
          <span className="mail-tile" aria-hidden="true">
            {initials(message.account)}
          </span>
          {message.account}
        </div>
      )}
      {blocks.map((block, i) => {
        const place = `${i}`
        return <Paragraph key={place} block={block} />
      })}
    </article>
  )
}

function Handset({ message }: { message: Sent }) {
  const from = message.from ?? message.account ?? ''
  return (
    <article className="handset">
      <p className="handset-from">
        <span className="mail-tile" aria-hidden="true">
          {initials(from)}
        </span>
        {from}
      </p>
      <div className="bubble">
        {blocksOf(message).map((block, i) => {
          const place = `${i}`
          return <Paragraph key={place} block={block} />
        })}
      </div>
      <time className="handset-at" dateTime={message.at}>
        {time(Date.parse(message.at))}
      </time>
    </article>
  )
}

const initials = (name: string): string =>
  name
    .split(/\s+/)
    .slice(0, 2)
    .map((word) => word[0] ?? '')
    .join('')
    .toUpperCase()

function Paragraph({ block }: { block: Block }) {
  switch (block.is) {
    case 'code':
      return <p className="mail-code">{inThrees(block.code)}</p>
    case 'facts':
      return (
        <dl>
          {block.rows.map(([word, value]) => (
            <div key={word}>
              <dt>{word}</dt>
              <dd>
                <Pieces pieces={value} />
              </dd>
            </div>
          ))}
        </dl>
      )
    case 'lines':
      return (
        <p>
          {block.lines.map((line, i) => {
            const place = `${i}`
            return (
              <span className="mail-line" key={place}>
                <Pieces pieces={line} />
              </span>
            )
          })}
        </p>
      )
  }
}

function Pieces({ pieces }: { pieces: readonly Piece[] }) {
  return pieces.map((piece, i) => {
    const place = `${i}`
    return <Marked key={place} piece={piece} />
  })
}

function Marked({ piece: { is, text } }: { piece: Piece }) {
  switch (is) {
    case 'link':
      return (
        <a href={text} target="_blank" rel="noreferrer">
          {text}
        </a>
      )
    case 'code':
      return <b className="mail-inline-code">{text}</b>
    case 'reference':
      return <b>{text}</b>
    case 'text':
      return text
  }
}
