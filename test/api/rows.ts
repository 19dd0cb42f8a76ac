/**
 * How each action with a route comes to where its call succeeds: the data of grid.test.ts. A new action without a row here
 * fails that test. What must be refused before is the same for all of them and stands in the test.
 */
import { makeSetUpLink } from '#actions/set-up/link.ts'
import { Client, codeIn, passcode } from '../support/client.ts'
import { linkFor } from '../support/forgotten.ts'
import type { Person } from '../support/people.ts'
import { startServer, type TestServer } from '../support/server.ts'
import { begun, enrolApp, now, proveMailbox, type SignedIn, signedIn } from './steps.ts'

/** A call that will be answered with success. `path` where it differs from the action's own. */
export type Call = {
  readonly c: Client
  readonly path?: string
  readonly body?: unknown
  /** The body some minutes later, where it goes with the clock. */
  readonly later?: () => Promise<unknown>
  readonly signedIn?: SignedIn
}
/** `foreign`: the same call with an id of another account, and what it is answered with. */
export type Row = {
  ready(stage: Stage): Promise<Call>
  foreign?(stage: Stage, call: Call, other: Person): { path?: string; body?: unknown; code: string }
}

export class Stage {
  readonly server: TestServer
  #unclaimed: TestServer | undefined
  constructor(server: TestServer) {
    this.server = server
  }
  /** A platform without an operator: only there does a set-up link count. */
  async unclaimed(): Promise<TestServer> {
    this.#unclaimed ??= await startServer()
    return this.#unclaimed
  }
  stop(): Promise<void> {
    return this.#unclaimed?.stop() ?? Promise.resolve()
  }
}

const EVERYBODY_MAILED = { twoFactor: { mode: 'everyone', types: ['email', 'totp'], atLeast: 'two-step' } } as const
const AT_ONCE = { twoFactor: { proveContact: false } } as const
const PLATFORM = { id: 'acc_platform', slug: 'platform', name: 'Sallyport' }

const person = (name: string) => ({ username: name, name: 'Nora Neu', email: `${name}@mail.example` })
let made = 0
const fresh = (): string => `nora-${++made}`

/** A login that asks for the app. */
async function atSecondDoor({ server }: Stage): Promise<{ c: Client; p: Person }> {
  const p = await server.person({ account: await server.account(), totp: true, codes: true })
  return { c: (await begun(server, p)).c, p }
}

async function atEnrolment({ server }: Stage): Promise<Client> {
  const { c } = await begun(server, await server.person({ account: await server.account(AT_ONCE) }))
  return c
}

async function invited({ server }: Stage): Promise<string> {
  const admin = await signedIn(server, { permissions: ['users.edit'] })
  const who = person(fresh())
  const before = server.mails.length
  await admin.c.post('/users', who)
  const mail = await server.mailTo(who.email, before)
  return /\/invitation#([\w-]{43})/.exec(mail.text)?.[1] ?? ''
}

/** The link of somebody who has forgotten the password. */
const forgotten = async ({ server }: Stage): Promise<string> =>
  linkFor(server, await server.person({ account: await server.account({ twoFactor: { mode: 'off' } }) }))

const setUpToken = async (server: TestServer): Promise<string> => (await makeSetUpLink(server.world))?.link.split('#')[1] ?? ''

const inSession =
  (more: (stage: Stage, s: SignedIn) => Promise<Partial<Call>> | Partial<Call> = () => ({}), permissions: readonly string[] = []) =>
  async (stage: Stage): Promise<Call> => {
    const account = permissions.some((p) => p.startsWith('operator.')) ? { account: PLATFORM } : {}
    const s = await signedIn(stage.server, { ...account, permissions })
    return { c: s.c, signedIn: s, ...(await more(stage, s)) }
  }

const ownSession = async (c: Client): Promise<string> =>
  ((await c.get('/me/sessions')).body['sessions'] as unknown as { id: string; current: boolean }[]).find((s) => s.current)?.id ?? ''

/** Another mailbox, proposed by its owner: a code has gone there. */
async function newMailbox(c: Client): Promise<{ id: string; value: string }> {
  const value = `${fresh()}@mail.example`
  const { body } = await c.post('/me/contacts', { kind: 'mail', value })
  return { id: String(body['id']), value }
}

async function provable(server: TestServer, c: Client): Promise<{ id: string; code: string }> {
  const { id, value } = await newMailbox(c)
  return { id, code: codeIn((await server.mailTo(value)).text) }
}

/** The link by which the mailbox before takes its change back. */
async function revertToken({ server }: Stage): Promise<string> {
  const { c, p } = await signedIn(server)
  await c.post('/me/contacts/prove', await provable(server, c))
  return /\/revert#([\w-]{43})/.exec((await server.mailTo(p.email)).text)?.[1] ?? ''
}

export const ROWS: Readonly<Record<string, Row>> = {
  'login.start': {
    async ready({ server }) {
      const { username, password } = await server.person({ account: await server.account(), totp: true })
      return { c: new Client(server.url), body: { username, password } }
    },
  },
  'login.current': { ready: atSecondDoor },
  'login.challenge': {
    async ready({ server }) {
      const p = await server.person({ account: await server.account(EVERYBODY_MAILED), emailBound: true })
      return { c: (await begun(server, p)).c, body: { factor: p.factors.email } }
    },
    foreign: (_stage, _call, other) => ({ body: { factor: other.factors.email }, code: 'login/not-asked' }),
  },
  'login.answer': {
    async ready(stage) {
      const { c, p } = await atSecondDoor(stage)
      return { c, body: { factor: p.factors.totp, code: passcode(p.totpSecret, await now(stage.server)) } }
    },
    foreign: (_stage, call, other) => ({ body: { ...(call.body as object), factor: other.factors.totp }, code: 'login/wrong-answer' }),
  },
  'login.enrol': { ready: async (stage) => ({ c: await atEnrolment(stage), body: { type: 'totp' } }) },
  'login.confirm-enrolment': {
    async ready(stage) {
      const c = await atEnrolment(stage)
      const { body } = await c.post('/logins/current/enrolment', { type: 'totp' })
      return { c, body: { code: passcode(String(body['secret']), await now(stage.server)) } }
    },
  },
  'login.recovery-codes': {
    async ready({ server }) {
      const p = await server.person({ account: await server.account() })
      const { c } = await begun(server, p)
      await proveMailbox(server, c, p)
      await enrolApp(server, c)
      return { c, body: { kept: true } }
    },
  },
  'login.password': {
    async ready({ server }) {
      const p = await server.person({ account: await server.account({ twoFactor: { mode: 'off' } }), mustChange: 'administrator' })
      return { c: (await begun(server, p)).c, body: { password: 'neun-nasse-nelken-9' } }
    },
  },
  'login.skip': {
    async ready({ server }) {
      const skippableUntil = (await now(server)) + 86_400_000
      const p = await server.person({ account: await server.account({ twoFactor: { skippableUntil } }) })
      return { c: (await begun(server, p)).c, body: {} }
    },
  },
  'login.cancel': { ready: atSecondDoor },
  'session.show': { ready: inSession() },
  'session.end': { ready: inSession() },
  'session.end-all': { ready: inSession() },
  'session.step-up': { ready: inSession(() => ({ body: {} })) },
  'me.show': { ready: inSession() },
  'me.activity': { ready: inSession() },
  'me.sessions': { ready: inSession() },
  'me.session.end': {
    ready: inSession(async (_stage, { c }) => ({ path: `/me/sessions/${await ownSession(c)}` })),
    foreign: () => ({ path: `/me/sessions/ses_${'0'.repeat(25)}`, code: 'record/unknown' }),
  },
  'me.profile': { ready: inSession(() => ({ body: { language: 'de' } })) },
  'me.way': { ready: inSession(() => ({ body: { way: 'totp' } })) },
  'me.recovery-codes': { ready: inSession() },
  'me.recovery-codes.kept': {
    ready: inSession(async (_stage, { c }) => {
      await c.post('/me/recovery-codes')
      return { body: { kept: true } }
    }),
  },
  'me.password': { ready: inSession(() => ({ body: { password: 'neun-nasse-nelken-9' } })) },
  'me.contact.propose': { ready: inSession(() => ({ body: { kind: 'mail', value: `${fresh()}@mail.example` } })) },
  'me.contact.resend': {
    ready: inSession(async ({ server }, { c }) => {
      const { id } = await newMailbox(c)
      await server.advance(31)
      return { body: { id } }
    }),
    foreign: (_stage, _call, other) => ({ body: { id: other.factors.codes }, code: 'record/unknown' }),
  },
  'me.contact.prove': {
    ready: inSession(async ({ server }, { c }) => ({ body: await provable(server, c) })),
    foreign: (_stage, call, other) => ({ body: { ...(call.body as object), id: other.factors.codes }, code: 'record/unknown' }),
  },
  'me.contact.remove': {
    ready: inSession(async (_stage, { c }) => ({ path: `/me/contacts/${(await newMailbox(c)).id}` })),
    foreign: (_stage, _call, other) => ({ path: `/me/contacts/${other.factors.email}`, code: 'record/unknown' }),
  },
  'contact.revert.look': { ready: async (stage) => ({ c: new Client(stage.server.url), body: { token: await revertToken(stage) } }) },
  'contact.revert': { ready: async (stage) => ({ c: new Client(stage.server.url), body: { token: await revertToken(stage) } }) },
  'user.contact.propose': {
    ready: inSession(
      async ({ server }, { p }) => {
        const other = await server.person({ account: p.account })
        const body = { kind: 'mail', value: `${fresh()}@mail.example`, reason: 'new mailbox' }
        return { path: `/users/${other.id}/contacts`, body }
      },
      ['users.edit'],
    ),
    foreign: (_stage, _call, other) => ({ path: `/users/${other.id}/contacts`, code: 'record/unknown' }),
  },
  'me.factors': { ready: inSession() },
  'me.factor.add': {
    ready: inSession(() => ({ body: { type: 'totp', label: 'tablet' } })),
    foreign: (_stage, _call, other) => ({ body: { type: 'totp', replaces: other.factors.totp }, code: 'record/unknown' }),
  },
  'me.factor.rename': {
    ready: inSession((_stage, { p }) => ({ path: `/me/factors/${p.factors.totp}`, body: { label: 'tablet' } })),
    foreign: (_stage, _call, other) => ({ path: `/me/factors/${other.factors.totp}`, code: 'record/unknown' }),
  },
  'me.factor.confirm': {
    ready: inSession(async ({ server }, { c }) => {
      const { body } = await c.post('/me/factors', { type: 'totp' })
      const later = async () => ({ code: passcode(String(body['secret']), await now(server)) })
      return { body: await later(), later }
    }),
  },
  'me.factor.remove': {
    ready: inSession((_stage, { p }) => ({ path: `/me/factors/${p.factors.codes}` })),
    foreign: (_stage, _call, other) => ({ path: `/me/factors/${other.factors.codes}`, code: 'record/unknown' }),
  },
  'invitation.look': { ready: async (stage) => ({ c: new Client(stage.server.url), body: { token: await invited(stage) } }) },
  'invitation.accept': {
    ready: async (stage) => ({ c: new Client(stage.server.url), body: { token: await invited(stage), password: 'neun-nasse-nelken-9' } }),
  },
  'password-reset.request': { ready: async ({ server }) => ({ c: new Client(server.url), body: { address: 'nobody@nowhere.example' } }) },
  'password-reset.look': { ready: async (stage) => ({ c: new Client(stage.server.url), body: { token: await forgotten(stage) } }) },
  'password-reset.begin': { ready: async (stage) => ({ c: new Client(stage.server.url), body: { token: await forgotten(stage) } }) },
  'set-up.look': {
    async ready(stage) {
      const server = await stage.unclaimed()
      return { c: new Client(server.url), body: { token: await setUpToken(server) } }
    },
  },
  'set-up.claim': {
    async ready(stage) {
      const server = await stage.unclaimed()
      const body = { token: await setUpToken(server), ...person(fresh()), language: 'de', password: 'neun-nasse-nelken-9' }
      return { c: new Client(server.url), body }
    },
  },
  'account.create': {
    ready: inSession(() => ({ body: { slug: fresh(), name: 'Neu und Sohn', administrator: person(fresh()) } }), ['operator.accounts']),
  },
  'user.invite': {
    ready: inSession(() => ({ body: person(fresh()) }), ['users.edit']),
    foreign: (_stage, call, other) => ({ body: { ...(call.body as object), account: other.account.slug }, code: 'record/unknown' }),
  },
}
