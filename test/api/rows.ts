/**
 * How each action with a route comes to where its call succeeds: the data of grid.test.ts. A new action without a row here
 * fails that test. What must be refused before is the same for all of them and stands in the test.
 */
import { makeSetUpLink } from '#actions/set-up/link.ts'
import { Client, passcode } from '../support/client.ts'
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

const setUpToken = async (server: TestServer): Promise<string> => (await makeSetUpLink(server.world))?.link.split('#')[1] ?? ''

const inSession =
  (more: (stage: Stage, s: SignedIn) => Promise<Partial<Call>> | Partial<Call> = () => ({}), permissions: readonly string[] = []) =>
  async (stage: Stage): Promise<Call> => {
    const account = permissions.some((p) => p.startsWith('operator.')) ? { account: PLATFORM } : {}
    const s = await signedIn(stage.server, { ...account, permissions })
    return { c: s.c, signedIn: s, ...(await more(stage, s)) }
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
  'me.factors': { ready: inSession() },
  'me.factor.add': { ready: inSession(() => ({ body: { type: 'totp', label: 'tablet' } })) },
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
