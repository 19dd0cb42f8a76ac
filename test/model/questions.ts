/** What must hold of every question that a login asks, one sentence each, in the words of own-words.ts. */
import type { Asking, Facts, Next } from '#rules/login/login.ts'
import type { Proof } from '#rules/proof.ts'
import {
  besideLink,
  type History,
  inGrace,
  isOn,
  isPassword,
  lackOf,
  mayBind,
  recoverable,
  secondRank,
  shownOf,
  strongestOf,
  suffices,
  worth,
} from './own-words.ts'

/** A login that is asking, and what it asks. */
export type Look = { readonly login: Asking; readonly facts: Facts; readonly history: History; readonly asked: Next }

/** The factors among which a question lets one choose. */
export const offersOf = (asked: Next): readonly Proof[] =>
  asked.kind === 'answer' ? asked.factors : asked.kind === 'prove-contact' ? asked.contacts : []

const KIND_OF: Readonly<Record<ReturnType<typeof lackOf>, readonly Next['kind'][]>> = {
  'a proof': ['answer', 'prove-contact'],
  'an enrolment': ['enrol'],
  codes: ['save-recovery-codes'],
  'a password': ['new-password'],
  nothing: ['nothing'],
  closed: ['refuse'],
  hopeless: ['refuse'],
}

const SHEET = 'recovery-code'

/** From what a question may offer: contacts to prove, what stands beside a link, or what is held. */
const onRecord = (facts: Facts, { recovers }: History, asked: Next): readonly Proof[] =>
  asked.kind === 'prove-contact' ? facts.contacts : recovers ? facts.beside : facts.held

/** What must hold of every question. */
export const OF_LOOKS = {
  'what is asked is what is lacking': ({ login, facts, history, asked }) =>
    KIND_OF[lackOf(login, facts, history)].includes(asked.kind) &&
    (asked.kind !== 'refuse' || asked.why !== 'cannot-satisfy' || facts.user === 'open'),

  // Who holds no password is not at the first door of this house yet.
  'no question is without an answer': ({ facts, asked }) =>
    (asked.kind !== 'answer' || asked.factors.length > 0 || !facts.held.some(isPassword)) &&
    (asked.kind !== 'enrol' || asked.types.length > 0) &&
    (asked.kind !== 'prove-contact' || asked.contacts.length > 0),

  'an offer is on record and not yet shown': ({ login, facts, history, asked }) =>
    offersOf(asked).every((o) => isOn(onRecord(facts, history, asked), o) && !isOn(shownOf(login, facts), o)),

  'an offer is of a type that counts': ({ facts, history, asked }) =>
    history.recovers ||
    asked.kind !== 'answer' ||
    !suffices(facts.need, facts.held) ||
    asked.factors.every((o) => facts.need.types?.includes(o.type) ?? true),

  'an offer leads on': ({ login, facts, history, asked }) => {
    if (asked.kind !== 'answer') return true
    if (history.recovers) return asked.factors.every((o) => recoverable({ proofs: [o] }, facts))
    const shown = shownOf(login, facts)
    const done = (...more: Proof[]) => suffices(facts.need, [...shown, ...more])
    const inHand = suffices(facts.need, facts.held)
    return asked.factors.every((o) =>
      isPassword(o) ? !inHand || facts.held.some((h) => done(o, h)) : inHand ? done(o) : secondRank(o) === strongestOf(facts),
    )
  },

  'the password comes before what needs it': ({ login, facts, history, asked }) =>
    history.recovers || offersOf(asked).every((o) => isPassword(o) || o.type === 'passkey' || worth(shownOf(login, facts)) >= 1),

  'only whom promise 6 lets bind is sent to enrol': ({ login, facts, history, asked }) =>
    asked.kind !== 'enrol' ||
    (mayBind(login, facts, history) && !suffices(facts.need, facts.held) && asked.types.every((t) => facts.enrollable.includes(t))),

  'only what may be put off can be skipped, and all of that': ({ facts, asked }) =>
    (asked.kind !== 'enrol' && asked.kind !== 'prove-contact') || asked.skippable === (inGrace(facts) && strongestOf(facts) === 0),

  // Its own words for the trap: e-mail code and mailed link together are one mailbox.
  'beside the link nothing is asked for that came by the same mail, nor the password': ({ history, asked }) =>
    !history.recovers || (['answer', 'new-password', 'refuse'].includes(asked.kind) && offersOf(asked).every(besideLink)),

  'a sheet of codes that stands in for nothing as strong opens no door': ({ facts, history, asked }) =>
    history.recovers ||
    offersOf(asked).every(
      (o) => o.type !== SHEET || [...facts.held, ...facts.blocked].some((h) => h.type !== SHEET && secondRank(h) >= secondRank(o)),
    ),
} satisfies Record<string, (look: Look) => boolean>
