/** Before a first enrolment: a contact on record is shown to be the person's own. */
import { useState } from 'react'
import type { Ask } from '#rules/login/shape.ts'
import { inOrder, pageOf } from '../../factors/index.ts'
import { useTranslation } from '../../texts/useTranslation.ts'
import { daysLeft, Later } from '../Later.tsx'
import { NoAccess } from '../NoAccess.tsx'
import { Way } from '../Ways.tsx'
import { NoWay } from './NoWay.tsx'

export default function ProveContact({ ask }: { ask: Ask & { kind: 'prove-contact' } }) {
  const { t } = useTranslation()
  const contacts = inOrder(ask.contacts)
    .filter(({ type }) => pageOf(type)?.Prove)
    // One is as good as the other here, and a mail costs nobody anything.
    .sort((a, b) => Number(b.type === 'email') - Number(a.type === 'email'))
  const [chosen, choose] = useState(ask.sent?.factor)
  const contact = contacts.find(({ id }) => id === chosen) ?? contacts[0]
  const Prove = contact && pageOf(contact.type)?.Prove
  if (!contact || !Prove) return <NoWay />
  const others = contacts.filter(({ id }) => id !== contact.id)
  const ways = (
    <>
      {others.map((other) => {
        const use = pageOf(other.type)?.use
        return use && <Way key={other.id} word={t(use)} hint={other.hint} onGo={() => choose(other.id)} />
      })}
      <Later until={ask.skippableUntil} />
      <NoAccess type={contact.type} others={others} />
    </>
  )
  const sent = ask.sent?.factor === contact.id ? ask.sent : undefined
  return (
    <Prove key={contact.id} factor={contact} sent={sent} alone={others.length === 0} ways={ways} remark={daysLeft(t, ask.skippableUntil)} />
  )
}
