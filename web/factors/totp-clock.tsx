/** A passcode of another time: by how much the phone's clock is off, said and shown, and where the clock is set. */
import { useState } from 'react'
import { serverTime } from '../api/clock.ts'
import type { Problem } from '../api/problem.ts'
import { Facts } from '../parts/Facts.tsx'
import { Note } from '../parts/Note.tsx'
import { clockSeconds, gap } from '../texts/moment.ts'
import { useTranslation } from '../texts/useTranslation.ts'

/** The clock as it was found off: how far (behind is positive), and when, ISO 8601 at the server. */
type Off = { readonly seconds: number; readonly at: string; readonly problem: Problem }

/** What was found last; it stays beside the form until the next step, since the clock stays wrong until it is set. */
export function useClockOff(problem: Problem | undefined): Off | undefined {
  const [off, setOff] = useState<Off>()
  if (!problem?.clock || problem === off?.problem) return off
  const found = { seconds: problem.clock.offBySeconds, at: problem.login?.now ?? serverTime(), problem }
  setOff(found)
  return found
}

/** In place of “that is not right”. */
export function explainClock(problem: Problem) {
  return problem.clock && <ClockNote seconds={problem.clock.offBySeconds} />
}

function ClockNote({ seconds }: { seconds: number }) {
  const { t } = useTranslation()
  const by = gap(Math.abs(seconds))
  return (
    <Note tone="warn" said="alert" title={seconds > 0 ? t('clock.behind', { by }) : t('clock.ahead', { by })}>
      {t('clock.set')}
    </Note>
  )
}

/** Beside the form: both clocks with the gap between them. */
export function Clocks({ seconds, at }: Off) {
  const { t } = useTranslation()
  const [here, phone] = [clockSeconds(at), clockSeconds(new Date(Date.parse(at) - seconds * 1000).toISOString())]
  return (
    <div className="aside-text">
      <h2>{t('clock.title')}</h2>
      <p>{t('clock.why')}</p>
      <div className="clocks" role="img" aria-label={t('clock.both', { here, phone })}>
        <div>
          <small>{t('clock.here')}</small>
          <b>{here}</b>
        </div>
        <span>{gap(Math.abs(seconds))}</span>
        <div data-off>
          <small>{t('clock.phone')}</small>
          <b>{phone}</b>
        </div>
      </div>
      <ClockSteps />
    </div>
  )
}

export function ClockSteps() {
  const { t } = useTranslation()
  return (
    <Facts
      prose
      rows={[
        ['iPhone', t('totp.iphone')],
        ['Android', t('totp.android')],
      ]}
    />
  )
}
