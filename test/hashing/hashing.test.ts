/** The pool as its callers see it: right and wrong passwords, what is no hash, what should be made anew, and its end. */
import { spawnSync } from 'node:child_process'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { HASH_PARAMS, type HashPool, openHashPool } from '#hashing/index.ts'

let pool: HashPool
let phc: string
beforeAll(async () => {
  pool = openHashPool()
  phc = await pool.hash('correct horse', 'acme')
})
afterAll(() => pool.close())

describe('hash', () => {
  it('makes argon2id with the reference cost, 16 bytes of salt and a tag of 32', () => {
    const [, kind, version, cost, salt, tag] = phc.split('$')
    expect([kind, version, cost]).toEqual(['argon2id', 'v=19', 'm=19456,t=2,p=1'])
    expect([salt, tag].map((part) => Buffer.from(part ?? '', 'base64').length)).toEqual([16, 32])
  })

  it('draws a new salt each time', async () => {
    expect(await pool.hash('correct horse')).not.toBe(phc)
  })
})

describe('verify', () => {
  it('takes the right password and no other', async () => {
    const answers = await Promise.all(['correct horse', 'correct horsE', 'correct hors', ''].map((password) => pool.verify(phc, password)))
    expect(answers).toEqual([true, false, false, false])
  })

  it('keeps every character of a long password', async () => {
    const long = await pool.hash(`${'ä'.repeat(500)}1`)
    expect(await pool.verify(long, `${'ä'.repeat(500)}1`)).toBe(true)
    expect(await pool.verify(long, `${'ä'.repeat(500)}2`)).toBe(false)
  })

  it.each([
    ['nothing', ''],
    ['a word', 'correct horse'],
    ['bcrypt', `$2b$10$${'a'.repeat(53)}`],
    ['no salt', '$argon2id$v=19$m=19456,t=2,p=1$$'],
    ['no tag', '$argon2id$v=19$m=19456,t=2,p=1$c29tZXNhbHRzb21lc2FsdA$'],
    ['no passes', '$argon2id$v=19$m=19456,t=0,p=1$c29tZXNhbHRzb21lc2FsdA$c29tZXRhZ3NvbWV0YWc'],
    ['more memory than there is', '$argon2id$v=19$m=4294967295,t=2,p=1$c29tZXNhbHRzb21lc2FsdA$c29tZXRhZ3NvbWV0YWc'],
    ['more passes than anybody waits for', '$argon2id$v=19$m=19456,t=4294967295,p=1$c29tZXNhbHRzb21lc2FsdA$c29tZXRhZ3NvbWV0YWc'],
  ])('answers false to what is no hash: %s', async (_, rubbish) => {
    expect(await pool.verify(rubbish, 'correct horse')).toBe(false)
  })

  it('answers false to a hash that was cut or lengthened', async () => {
    expect(await pool.verify(phc.slice(0, -2), 'correct horse')).toBe(false)
    expect(await pool.verify(`${phc}AA`, 'correct horse')).toBe(false)
  })

  it('takes a hash that was made with other parameters', async () => {
    const other = openHashPool({ workers: 1, params: { memoryKiB: 12_288, passes: 3, lanes: 1 } })
    const foreign = await other.hash('correct horse')
    await other.close()
    expect(await pool.verify(foreign, 'correct horse')).toBe(true)
    expect(pool.needsRehash(foreign)).toBe(true)
  })
})

describe('needsRehash', () => {
  it('is false for what this pool makes', () => expect(pool.needsRehash(phc)).toBe(false))

  it.each([
    ['less memory', phcOf('argon2id', 'm=9728,t=2,p=1')],
    ['fewer passes', phcOf('argon2id', 'm=19456,t=1,p=1')],
    ['another kind', phcOf('argon2i', 'm=19456,t=2,p=1')],
    ['a short tag', phcOf('argon2id', 'm=19456,t=2,p=1', 16)],
    ['rubbish', 'rubbish'],
  ])('is true for %s', (_, other) => expect(pool.needsRehash(other)).toBe(true))

  it('is false for the same cost, tag and salt from elsewhere', () => {
    expect(pool.needsRehash(phcOf('argon2id', `m=${HASH_PARAMS.memoryKiB},t=2,p=1`))).toBe(false)
  })
})

describe('close', () => {
  it('finishes what was accepted and takes nothing new', async () => {
    const closing = openHashPool({ workers: 1 })
    const accepted = Array.from({ length: 5 }, () => closing.hash('x'))
    await closing.close()
    expect((await Promise.allSettled(accepted)).map(({ status }) => status)).toEqual(Array(5).fill('fulfilled'))
    await expect(closing.hash('x')).rejects.toThrow('closed')
  })

  it('lets the process end', () => {
    const room = new URL('../../src/hashing/index.ts', import.meta.url)
    const code = `const p = (await import('${room}')).openHashPool(); await p.hash('x'); await p.close(); console.log('over')`
    const child = spawnSync(process.execPath, ['--input-type=module', '-e', code], { timeout: 10_000, encoding: 'utf8' })
    expect(child).toMatchObject({ status: 0, signal: null, stdout: 'over\n' })
  })
})

function phcOf(kind: string, cost: string, tagBytes = 32): string {
  const base64 = (bytes: number) => Buffer.alloc(bytes, 7).toString('base64').replaceAll('=', '')
  return `$${kind}$v=19$${cost}$${base64(16)}$${base64(tagBytes)}`
}
