/** Contacts: the address and the number on record, what is proposed for them, and how each is changed, proven, withdrawn or removed. */
import { Button } from '@mantine/core'
import { useState } from 'react'
import type { Contact, ContactKind, Proposed } from '#rules/me.ts'
import { dropContact } from '../../api/me.ts'
import { Dialog } from '../../parts/Dialog.tsx'
import { Icon } from '../../parts/Icon.tsx'
import { Trouble } from '../../parts/Trouble.tsx'
import { day, moment } from '../../texts/moment.ts'
import { useTranslation } from '../../texts/useTranslation.ts'
import { DialogForm } from '../DialogForm.tsx'
import { useMe } from '../data/queries.ts'
import { useChange } from '../data/useChange.ts'
import { useSay } from '../Said.tsx'
import { useNotice } from '../useNotice.ts'
import { Block } from './Block.tsx'
import { ChangeContact } from './ChangeContact.tsx'

const KINDS: readonly ContactKind[] = ['mail', 'sms']

export function Contacts() {
  const { t } = useTranslation('console')
  const me = useMe()
  return (
    <Block title={t('contacts.title')} lead={t('contacts.lead')}>
      <ul className="rows">
        {KINDS.map((kind) => (
          <OfKind
            key={kind}
            kind={kind}
            contact={me.contacts.find((contact) => contact.kind === kind)}
            proposed={me.proposed.filter((one) => one.kind === kind)}
            // A number may be on record where none could be added any more.
            open={kind === 'mail' || me.ways.some(({ type, allowed, held }) => type === 'sms' && (allowed || held))}
          />
        ))}
      </ul>
    </Block>
  )
}

type Props = { kind: ContactKind; contact: Contact | undefined; proposed: readonly Proposed[]; open: boolean }

function OfKind({ kind, contact, proposed, open }: Props) {
  const { t } = useTranslation('console')
  const [doing, setDoing] = useState<'change' | 'remove' | Proposed>()
  const close = () => setDoing(undefined)
  if (!contact && !open && proposed.length === 0) return null
  const name = t(`contacts.${kind}`)
  return (
    <>
      <li>
        <Icon name={kind === 'mail' ? 'mail' : 'phone'} size={19} />
        <span className="row-text">
          <b>{contact?.value ?? t('contacts.none')}</b>
          <small>
            {name}
            {contact && <Standing contact={contact} />}
          </small>
        </span>
        <span className="row-acts">
          {kind === 'sms' && contact && (
            <button className="text-button danger" type="button" onClick={() => setDoing('remove')}>
              {t('contacts.remove')}
            </button>
          )}
          {open && (
            <Button
              variant="default"
              size="xs"
              aria-label={`${t(contact ? 'act.change' : 'contacts.add')}: ${name}`}
              onClick={() => setDoing('change')}
            >
              {t(contact ? 'act.change' : 'contacts.add')}
            </Button>
          )}
        </span>
      </li>
      {proposed.map((one) => (
        <Waits key={one.id} proposed={one} old={contact?.value} onEnter={() => setDoing(one)} />
      ))}
      {doing === 'change' && <ChangeContact kind={kind} contact={contact} onClose={close} />}
      {doing === 'remove' && contact && <RemoveNumber contact={contact} onClose={close} />}
      {typeof doing === 'object' && <ChangeContact kind={kind} contact={contact} proposed={doing} onClose={close} />}
    </>
  )
}

function Standing({ contact: { provenAt, usable, asked } }: { contact: Contact }) {
  const { t } = useTranslation('console')
  if (!usable) return <span className="soon"> · {t('contacts.suspended')}</span>
  return (
    <>
      {' · '}
      {provenAt === undefined ? t('contacts.unproven') : t('contacts.proven', { date: day(provenAt) })}
      {asked && ` · ${t('contacts.asked')}`}
    </>
  )
}

function Waits({ proposed: { id, value, takesOverAt }, old, onEnter }: { proposed: Proposed; old: string | undefined; onEnter(): void }) {
  const { t } = useTranslation('console')
  const say = useSay()
  const { busy, problem, run } = useChange()
  const withdraw = async () => {
    if (await run(dropContact(id))) say(t('contacts.withdrawn', { value }))
  }
  const date = takesOverAt === undefined ? '' : moment(takesOverAt)
  const waits = () => {
    if (takesOverAt === undefined) return old === undefined ? t('contacts.waitsSelfNew') : t('contacts.waitsSelf', { old })
    return old === undefined ? t('contacts.waitsAdminNew', { date }) : t('contacts.waitsAdmin', { date, old })
  }
  return (
    <li className="proposed">
      <Icon name="clock" size={19} />
      <span className="row-text">
        <b>{value}</b>
        <small className="soon">{waits()}</small>
        {problem && <Trouble problem={problem} retry={() => void withdraw()} />}
      </span>
      <span className="row-acts">
        <button className="text-button danger" type="button" aria-disabled={busy} onClick={() => void withdraw()}>
          {t('contacts.withdraw')}
        </button>
        <Button variant="default" size="xs" onClick={onEnter}>
          {t('contacts.enter')}
        </Button>
      </span>
    </li>
  )
}

function RemoveNumber({ contact, onClose }: { contact: Contact; onClose(): void }) {
  const { t } = useTranslation('console')
  const [say, notice] = [useSay(), useNotice()]
  const { busy, problem, run } = useChange()
  const remove = async () => {
    const also = notice('urgent')
    if (!(await run(dropContact(contact.id)))) return
    say(t('contacts.removed'), also)
    onClose()
  }
  return (
    <Dialog title={t('contacts.removeTitle', { value: contact.value })} lead={t('contacts.removeText')} onClose={onClose}>
      <DialogForm action={t('contacts.removeAction')} danger busy={busy} problem={problem} send={() => void remove()} onCancel={onClose} />
    </Dialog>
  )
}
