/** How long a session lives, when what was proven in it is still fresh, and who may do what. */
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { ADMINISTRATOR, may, OPERATOR, PERMISSIONS } from '#rules/access/may.ts'
import type { Proof } from '#rules/proof.ts'
import { alive, expiresAt, fresh, MAX_SESSIONS } from '#rules/session/life.ts'

const MINUTE = 60_000
const life = (seenAt: number) => ({ createdAt: 0, seenAt, idleMs: 30 * MINUTE, absoluteMs: 12 * 60 * MINUTE })

describe('life', () => {
  it('ends when idle, to the millisecond', () => {
    expect([30 * MINUTE - 1, 30 * MINUTE].map((now) => alive(life(0), now))).toEqual([true, false])
  })

  it('ends absolutely, however busy it is', () => {
    const end = 12 * 60 * MINUTE
    expect(expiresAt(life(end - 1))).toBe(end)
    expect([end - 1, end].map((now) => alive(life(end - 1), now))).toEqual([true, false])
  })

  it('is never longer than either, and never shorter than both', () => {
    const ms = fc.nat(100 * 3_600_000)
    fc.assert(
      fc.property(ms, ms, ms, ms, (createdAt, idleMs, absoluteMs, seen) => {
        const one = { createdAt, seenAt: createdAt + seen, idleMs, absoluteMs }
        const end = expiresAt(one)
        expect(end).toBeLessThanOrEqual(createdAt + absoluteMs)
        expect(end).toBeLessThanOrEqual(one.seenAt + idleMs)
        expect([createdAt + absoluteMs, one.seenAt + idleMs]).toContain(end)
        expect([alive(one, end - 1), alive(one, end)]).toEqual([true, false])
      }),
    )
  })

  it('knows at most ten at once', () => expect(MAX_SESSIONS).toBe(10))
})

describe('fresh', () => {
  const password: Proof = { type: 'password', factor: 'p', alone: 'password', withPassword: 'password', at: 0 }
  const app: Proof = { type: 'totp', factor: 't', alone: 'none', withPassword: 'strong', at: 0 }

  it.each([
    ['both, in time', [password, app], 5 * MINUTE, true],
    ['both, too late', [password, app], 5 * MINUTE + 1, false],
    ['the app alone', [app], 0, false],
    ['the password alone', [password], 0, false],
    ['an app that was never shown', [password, { type: 'totp', factor: 't', alone: 'none', withPassword: 'strong' } as Proof], 0, false],
    ['a password from long ago beside an app of now', [password, { ...app, at: 20 * MINUTE }], 20 * MINUTE, false],
    ['nothing', [], 0, false],
  ] as const)('%s', (_, proofs, now, is) => {
    expect(fresh(proofs, 'strong', 5 * MINUTE, now)).toBe(is)
  })

  it('asks no more than it was asked', () => {
    expect(fresh([password], 'password', 5 * MINUTE, MINUTE)).toBe(true)
    expect(fresh([], 'password', 5 * MINUTE, 0)).toBe(false)
  })

  it('never becomes fresh by waiting', () => {
    fc.assert(
      fc.property(fc.nat(1000), fc.nat(1000), fc.nat(1000), (ms, now, later) => {
        expect([fresh([password, app], 'strong', ms, now), fresh([password, app], 'strong', ms, now + later)]).not.toEqual([false, true])
      }),
    )
  })
})

describe('may', () => {
  it.each(PERMISSIONS)('%s: whoever has it, the terminal, and nobody else', (permission) => {
    const others = PERMISSIONS.filter((p) => p !== permission)
    expect(may({ kind: 'user', id: 'u', permissions: [permission] }, permission)).toBe(true)
    expect(may({ kind: 'terminal' }, permission)).toBe(true)
    expect(may({ kind: 'user', id: 'u', permissions: others }, permission)).toBe(false)
    expect(may({ kind: 'user', id: 'u', permissions: [] }, permission)).toBe(false)
    expect(may({ kind: 'anyone' }, permission)).toBe(false)
  })

  it('takes no part of a name, and no pattern, for the whole', () => {
    for (const odd of ['users', 'users.*', '*', 'USERS.READ', ' users.read'])
      expect(may({ kind: 'user', id: 'u', permissions: [odd] }, 'users.read')).toBe(false)
  })

  it('gives an administrator nothing of the operator', () => {
    expect(ADMINISTRATOR.filter((p) => p.startsWith('operator'))).toEqual([])
    expect([...ADMINISTRATOR, 'operator.accounts', 'operator.audit'].toSorted()).toEqual([...PERMISSIONS].toSorted())
    expect(OPERATOR).toEqual(PERMISSIONS)
  })
})
