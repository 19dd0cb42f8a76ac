/** The database goes, or the process, while a mail is being handed over: the queue goes on by itself, and no mail waits for hours. */
import { afterAll, beforeAll, expect, test } from 'vitest'
import { mailServer } from '../delivery/mail-server.ts'
import { between } from '../support/between.ts'
import { Client, codeIn } from '../support/client.ts'
import { type Processes, startProcesses } from '../support/processes.ts'

const way = between()
let mail: Awaited<ReturnType<typeof mailServer>>
let house: Processes
/** What holds the mail server's answer back while a test wants it to. */
let held: Promise<void> | undefined
let handing = 0
beforeAll(async () => {
  mail = await mailServer({
    onRcptTo(_address, _session, done) {
      handing += 1
      void (held ?? Promise.resolve()).then(() => done(null))
    },
  })
  house = await startProcesses({ count: 1, through: way.place, env: { SALLYPORT_SMTP: mail.url } })
})
afterAll(async () => {
  await house.stop()
  await way.close()
  await mail.close()
})

const EMAIL = { twoFactor: { mode: 'everyone', types: ['email'], atLeast: 'two-step' } } as const
const url = () => house.nodes[0]?.url ?? ''
const SOON = { timeout: 10_000, interval: 50 }

async function person() {
  const p = await house.person({ account: await house.account(EMAIL) })
  const c = new Client(url())
  await c.start(p.username, p.password)
  const ask = () => c.post('/logins/current/challenge', { factor: p.factors.email })
  const arrived = () => mail.arrived.filter((m) => m.to.includes(p.email))
  return { ask, arrived, answer: (code: string) => c.answer(p.factors.email, code) }
}
/** Asks for a code and returns while the mail server keeps its answer back; `release` lets it answer. */
async function halfSent(ask: () => Promise<unknown>): Promise<() => void> {
  const before = handing
  let release: () => void = () => undefined
  held = new Promise((ok) => {
    release = ok
  })
  await ask()
  await expect.poll(() => handing, SOON).toBe(before + 1)
  held = undefined
  return release
}

test('[ASVS 16.5.2] the database goes while a mail is handed over: the process lives, and the next mail goes out without a restart', async () => {
  const { ask, arrived, answer } = await person()
  const release = await halfSent(ask)
  await way.gone()
  release()
  // The mail server has it; now the queue wants to say so, and cannot.
  await expect.poll(() => arrived().length, SOON).toBe(1)
  await new Promise((ok) => setTimeout(ok, 1000))
  expect((await fetch(`${url()}/live`)).status).toBe(200)
  await way.back()
  await expect.poll(async () => (await fetch(`${url()}/ready`)).status, SOON).toBe(204)
  // What was sent counts, whatever the queue knows of it.
  expect(await answer(codeIn(arrived()[0]?.mail.text ?? ''))).toMatchObject({ body: { state: 'granted' } })
  const next = await person()
  await next.ask()
  await expect.poll(() => next.arrived().length, SOON).toBe(1)
  expect(await next.answer(codeIn(next.arrived()[0]?.mail.text ?? ''))).toMatchObject({ body: { state: 'granted' } })
})

test('[ASVS 16.5.2] the process is killed while a mail is handed over: the next one sends it within minutes, while the code counts', async () => {
  const { ask, arrived, answer } = await person()
  const release = await halfSent(ask)
  await house.nodes[0]?.end('SIGKILL')
  release()
  // As if three minutes had passed in the queue, whose clock is the database's own.
  await house.sql.query("update jobs._private_jobs set locked_at = locked_at - interval '3 minutes' where locked_at is not null")
  await house.nodes[0]?.start()
  await expect.poll(() => arrived().length, SOON).toBe(1)
  expect(await answer(codeIn(arrived()[0]?.mail.text ?? ''))).toMatchObject({ body: { state: 'granted' } })
})
