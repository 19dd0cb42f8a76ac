/** "Where you are signed in": every session with device, place and how it was opened; each can be ended, and all at once. */
import { Button } from '@mantine/core'
import { useState } from 'react'
import type { OwnSession } from '#rules/me.ts'
import { endSession } from '../../api/me.ts'
import { keepingChoices } from '../../api/remember.ts'
import { signOutEverywhere } from '../../api/session.ts'
import { Dialog } from '../../parts/Dialog.tsx'
import { Trouble } from '../../parts/Trouble.tsx'
import { leave } from '../../sign-in/places.ts'
import { inside, listed } from '../../texts/lists.ts'
import { moment } from '../../texts/moment.ts'
import { useTranslation } from '../../texts/useTranslation.ts'
import { DialogForm } from '../DialogForm.tsx'
import { useSessions } from '../data/queries.ts'
import { useChange } from '../data/useChange.ts'
import { Door } from '../Glyph.tsx'
import { useSay } from '../Said.tsx'
import { Block } from './Block.tsx'
import { deviceOf, isThisComputer } from './device.ts'
import { useTypeName } from './useFactorName.ts'

export function Sessions() {
  const { t } = useTranslation('console')
  const sessions = useSessions().toSorted((a, b) => Number(b.current) - Number(a.current) || b.seenAt.localeCompare(a.seenAt))
  const [leaving, setLeaving] = useState(false)
  const action = (
    <Button variant="default" className="danger" onClick={() => setLeaving(true)}>
      {t('sessions.everywhere')}
    </Button>
  )
  return (
    <Block id="sessions" title={t('sessions.title')} action={action}>
      <ul className="rows">
        {sessions.map((session) => (
          <Row key={session.id} session={session} />
        ))}
      </ul>
      {leaving && <Everywhere onClose={() => setLeaving(false)} />}
    </Block>
  )
}

function Row({ session }: { session: OwnSession }) {
  const { t } = useTranslation('console')
  const [say, typeName] = [useSay(), useTypeName()]
  const { busy, problem, run } = useChange()
  const { id, current, agent, address, openedAt, seenAt, factors } = session
  const found = deviceOf(agent)
  const device = found ? t('sessions.on', found) : t('sessions.unknown')
  const end = async () => {
    if (await run(endSession(id))) say(t('sessions.ended', { device }))
  }
  const opened = t('sessions.opened', { date: moment(openedAt), ways: listed(factors.map((type) => inside(typeName(type)))) })
  const place = isThisComputer(address) ? t('sessions.here') : address
  return (
    <li>
      <Door both={factors.length > 1} />
      <span className="row-text">
        <b>
          {device} {current && <em className="tag">{t('sessions.this')}</em>}
        </b>
        <small>{place === '' ? opened : `${place} · ${opened}`}</small>
        {!current && <small>{t('sessions.seen', { date: moment(seenAt) })}</small>}
        {problem && <Trouble problem={problem} retry={() => void end()} />}
      </span>
      <span className="row-acts">
        {!current && (
          <Button variant="default" size="xs" aria-busy={busy} aria-label={`${t('sessions.end')}: ${device}`} onClick={() => void end()}>
            {t('sessions.end')}
          </Button>
        )}
      </span>
    </li>
  )
}

function Everywhere({ onClose }: { onClose(): void }) {
  const { t } = useTranslation('console')
  const { busy, problem, run } = useChange()
  const out = async () => {
    const restore = keepingChoices()
    if (!(await run(signOutEverywhere))) return
    restore()
    leave('signedOutEverywhere')
  }
  return (
    <Dialog title={t('sessions.everywhereTitle')} onClose={onClose}>
      <ul className="what-happens">
        <li>{t('sessions.everywhereText')}</li>
        <li>{t('sessions.everywhereDevices')}</li>
      </ul>
      <DialogForm action={t('sessions.everywhereAction')} danger busy={busy} problem={problem} send={() => void out()} onCancel={onClose} />
    </Dialog>
  )
}
