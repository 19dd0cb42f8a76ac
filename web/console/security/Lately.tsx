/** "Lately": the newest things that happened to this sign-in, each with its moment, device and place; what was stopped stands out. What to do about it is above. */
import i18next from 'i18next'
import { useId, useState } from 'react'
import { type Told, toldOf, wasStopped } from '#texts/acts.ts'
import { Rich } from '../../parts/Rich.tsx'
import { moment } from '../../texts/moment.ts'
import { useTranslation } from '../../texts/useTranslation.ts'
import { useActivity } from '../data/queries.ts'
import { Stopped } from '../Glyph.tsx'
import { Block } from './Block.tsx'
import { deviceOf, isThisComputer } from './device.ts'

const FIRST = 8

const hasSentence = (key: string) => i18next.exists(`lately.act.${key}`, { ns: 'console' })

export function Lately() {
  const { t } = useTranslation('console')
  const told = toldOf(useActivity(), hasSentence)
  const [all, setAll] = useState(false)
  const list = useId()
  const action = told.length > FIRST && (
    <button className="text-button" type="button" aria-expanded={all} aria-controls={list} onClick={() => setAll(!all)}>
      {t(all ? 'lately.fewer' : 'lately.all')}
    </button>
  )
  return (
    <Block title={t('lately.title')} action={action}>
      <ol className="log" id={list}>
        {told.slice(0, all ? undefined : FIRST).map((one) => (
          <Line key={`${one.at} ${one.key} ${one.address} ${one.agent}`} told={one} />
        ))}
      </ol>
      {told.length === 0 && <p className="quiet after">{t('lately.none')}</p>}
      <p className="quiet after">
        <Rich
          ns="console"
          text="lately.notYou"
          marks={{
            password: (inside) => <a href="#password">{inside}</a>,
            sessions: (inside) => <a href="#sessions">{inside}</a>,
          }}
        />
      </p>
    </Block>
  )
}

function Line({ told: { at, act, key, times, ...whence } }: { told: Told }) {
  const { t } = useTranslation('console')
  const stopped = wasStopped(act)
  // There is a sentence: toldOf leaves out what has none.
  const sentence = t(`lately.act.${key}` as 'lately.title')
  return (
    <li>
      <time dateTime={at}>{moment(at)}</time>
      <span className="log-what">
        {stopped && <Stopped />}
        <span>
          {stopped ? <b>{sentence}</b> : sentence}
          {times > 1 && (
            <>
              {' '}
              <em className="tag">{t('lately.times', { count: times })}</em>
            </>
          )}
        </span>
      </span>
      <Whence {...whence} />
    </li>
  )
}

/** Nothing where it was done by nobody's device, or by one that is none of the reader's business. */
function Whence({ address, agent }: Pick<Told, 'address' | 'agent'>) {
  const { t } = useTranslation('console')
  if (address === undefined && agent === undefined) return null
  const found = deviceOf(agent ?? '')
  const device = found ? t('sessions.on', found) : t('sessions.unknown')
  if (address === undefined) return <small>{device}</small>
  const place = isThisComputer(address) ? t('sessions.here') : address
  return (
    <small>
      {device} · {place}
    </small>
  )
}
