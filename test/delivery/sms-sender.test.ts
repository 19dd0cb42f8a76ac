/** Several providers as one: their order, the breaker of each, and that the caller is asked before every call. */
import { expect, test } from 'vitest'
import { captureSms, type Outcome, openSender, type Provider, type Sms, type Turn } from '#delivery/sms/index.ts'

const SMS: Sms = { to: '+491713920018', text: 'x', id: 'msg_1' }
const ACCEPTED: Outcome = { went: 'accepted' }
const failing = (went: 'refused' | 'later' | 'unknown'): Outcome => ({ went, reason: went })

/** Answers with what is set, and counts how often it was asked. */
function provider(name: string, outcome: Outcome): Provider & { asked: number; outcome: Outcome } {
  const made = {
    name,
    asked: 0,
    outcome,
    async send() {
      made.asked += 1
      return made.outcome
    },
    check: async () => {
      if (made.outcome.went !== 'accepted') throw new Error(made.outcome.reason)
    },
    close: async () => undefined,
  }
  return made
}
/** Somebody who wants the message and writes down what happens. */
function turn(more: Partial<Turn> = {}): Turn & { seen: string[] } {
  const seen: string[] = []
  return {
    seen,
    mayAsk: () => true,
    async begin(name) {
      seen.push(`ask ${name}`)
      return SMS
    },
    async end(name, { went }) {
      seen.push(`${name} ${went}`)
    },
    ...more,
  }
}

test.each(['refused', 'later', 'unknown'] as const)(
  'after one whose answer is %s, the next is asked at once; whoever takes it is the last',
  async (went) => {
    const line = [provider('a', failing(went)), provider('b', ACCEPTED), provider('c', ACCEPTED)]
    const mine = turn()
    expect(await openSender(line, () => 0).send(mine)).toBe('accepted')
    expect(mine.seen).toEqual(['ask a', `a ${went}`, 'ask b', 'b accepted'])
    expect(line[2]?.asked).toBe(0)
  },
)

test('nobody takes it: later when one could, over when none will', async () => {
  const both = (one: Outcome, two: Outcome) => openSender([provider('a', one), provider('b', two)], () => 0).send(turn())
  expect(await both(failing('refused'), failing('later'))).toBe('later')
  expect(await both(failing('later'), failing('unknown'))).toBe('later')
  expect(await both(failing('refused'), failing('unknown'))).toBe('over')
  expect(await openSender([], () => 0).send(turn())).toBe('over')
})

test('who may not be asked is passed over, and a message nobody wants any more goes nowhere', async () => {
  const line = [provider('a', ACCEPTED), provider('b', ACCEPTED)]
  const sender = openSender(line, () => 0)
  expect(await sender.send(turn({ mayAsk: (name) => name !== 'a' }))).toBe('accepted')
  expect(line.map((p) => p.asked)).toEqual([0, 1])
  expect(await sender.send(turn({ begin: async () => undefined }))).toBe('unwanted')
  expect(line.map((p) => p.asked)).toEqual([0, 1])
})

test('five failures shut a provider out for 30 s, and only that one; then one message tries for all', async () => {
  let now = 1_000_000
  const [bad, good] = [provider('a', failing('later')), provider('b', ACCEPTED)]
  const sender = openSender([bad, good], () => now)
  for (let i = 0; i < 8; i++) expect(await sender.send(turn())).toBe('accepted')
  expect([bad.asked, good.asked]).toEqual([5, 8])
  now += 29_999
  await sender.send(turn())
  expect(bad.asked).toBe(5)
  now += 1
  await Promise.all([sender.send(turn()), sender.send(turn())])
  expect(bad.asked).toBe(6)
  bad.outcome = ACCEPTED
  now += 30_000
  for (let i = 0; i < 3; i++) await sender.send(turn())
  expect([bad.asked, good.asked]).toEqual([9, 11])
})

test('one that refuses is there: numbers that are refused never shut it out', async () => {
  const one = provider('a', failing('refused'))
  const sender = openSender([one], () => 0)
  for (let i = 0; i < 8; i++) expect(await sender.send(turn())).toBe('over')
  expect(one.asked).toBe(8)
})

test('while the only one is shut out, it is later, and nothing is written down as asked', async () => {
  const sender = openSender([provider('a', failing('unknown'))], () => 0)
  for (let i = 0; i < 5; i++) expect(await sender.send(turn())).toBe('over')
  const mine = turn()
  expect(await sender.send(mine)).toBe('later')
  expect(mine.seen).toEqual([])
})

test('checking asks all of them and names those that cannot be used', async () => {
  const line = [provider('a', failing('later')), provider('b', ACCEPTED), provider('c', failing('refused'))]
  await expect(openSender(line, () => 0).check()).rejects.toThrow(/^a: later; c: refused$/)
  await expect(openSender([provider('b', ACCEPTED)], () => 0).check()).resolves.toBeUndefined()
})

test('kept SMS are the SMS that would have left; what keeping throws is thrown on', async () => {
  const kept: Sms[] = []
  expect(await captureSms(async (sms) => void kept.push(sms)).send(turn())).toBe('accepted')
  expect(kept).toEqual([SMS])
  await expect(captureSms(() => Promise.reject(new Error('table gone'))).send(turn())).rejects.toThrow('table gone')
})
