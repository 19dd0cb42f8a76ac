/** Which passwords may be chosen: lengths as people count them, the legacy classes, the common ones, and those made of one's own names. */
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { isCommon } from '#blocklist.ts'
import { type Choosing, normalised, refused, spellings } from '#rules/password/strength.ts'

const MODERN: Choosing = { minLength: 15, level: 'modern', isCommon, context: ['Mailtenant', 'ada.lovelace', 'Posta Chiara'] }
const judge = (password: string, rules: Partial<Choosing> = {}) => refused(password, { ...MODERN, ...rules })

describe('length', () => {
  it.each([
    ['14 letters', 'vmhqzkwtbnxjfr', 'password/too-short'],
    ['15 letters', 'vmhqzkwtbnxjfrd', undefined],
    ['14 emoji, which are 28 units', '🐢🚲🌵🎈🧊🪁🧭🫖🪵🧶🪀🪗🫧🪩', 'password/too-short'],
    ['15 emoji', '🐢🚲🌵🎈🧊🪁🧭🫖🪵🧶🪀🪗🫧🪩🪤', undefined],
    ['14 letters, some of them written as two', 'vmhqzkwtbnxu\u0308ju\u0308'.normalize('NFD'), 'password/too-short'],
    ['15 spaces and letters, none cut off', '  vmhqzkwtbnx  ', undefined],
    ['256 letters', 'vq'.repeat(128), undefined],
    ['257 letters', `${'vq'.repeat(128)}z`, 'password/too-long'],
    ['256 emoji, which are 1024 bytes', '🐢'.repeat(256), undefined],
    ['257 emoji', '🐢'.repeat(257), 'password/too-long'],
    ['a book', 'vq '.repeat(100_000), 'password/too-long'],
    ['nothing', '', 'password/too-short'],
  ])('%s', (_, password, code) => {
    expect(judge(password)).toBe(code)
  })

  it('is the same however the letters were composed', () => {
    expect(normalised('Zu\u0308rich')).toBe('Zürich')
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme' }), (password) => {
        expect(judge(password.normalize('NFD'))).toBe(judge(password.normalize('NFC')))
        expect(normalised(normalised(password))).toBe(normalised(password))
      }),
    )
  })

  it('answers for anything that can be typed or sent', () => {
    fc.assert(
      fc.property(
        fc.string({ unit: 'binary', maxLength: 300 }),
        fc.constantFrom('modern', 'basic', 'medium', 'advanced'),
        (password, level) => {
          expect([undefined, expect.stringMatching(/^password\//)]).toContainEqual(judge(password, { level, minLength: 8 }))
        },
      ),
    )
    expect(() => judge(`\ud800${'vq'.repeat(10)}`)).not.toThrow()
  })
})

describe('the levels of the source document', () => {
  it.each([
    ['basic', 'vmhqzkwt', undefined],
    ['basic', 'vmhqzkw', 'password/too-short'],
    ['medium', 'vmhqzkwt', 'password/composition'],
    ['medium', 'Vmhqzkwt', 'password/composition'],
    ['medium', 'vmhqzkw7', 'password/composition'],
    ['medium', 'Vmhqzkw7', undefined],
    ['medium', 'Ämhqzkw٧', undefined], // capitals and numbers of any script
    ['advanced', 'Vmhqzkw7', 'password/composition'],
    ['advanced', 'Vmhqz.w7', undefined],
    ['advanced', 'Vmhqz w7', undefined],
    ['advanced', 'Vmhqz🐢w7', undefined],
    ['modern', 'vmhqzkwtvmhqzkwt', undefined],
  ] as const)('%s: %s', (level, password, code) => {
    expect(judge(password, { level, minLength: 8 })).toBe(code)
  })

  it('never replace the list of common ones', () => {
    expect(judge('Password1!', { level: 'advanced', minLength: 8 })).toBe('password/common')
  })
})

describe('common passwords', () => {
  it.each([
    'password',
    'PASSWORD',
    'p@ssword',
    'pa$$w0rd',
    'password123',
    '123password',
    '!!password!!',
    'Password2026!',
    'sunshine',
    'Sunsh1ne',
    'iloveyou2',
  ])('refuses %s', (password) => {
    expect(judge(password, { minLength: 6 })).toBe('password/common')
  })

  it.each(['S0nnenschein12', 'Wi11kommen2026', 'M@rgherita99!'])('refuses %s: letters swapped for signs, and digits behind', (password) => {
    const plain = new Set(['sonnenschein', 'willkommen', 'margherita'])
    expect(judge(password, { minLength: 8, isCommon: (p) => plain.has(p) })).toBe('password/common')
  })

  it.each([
    ['5unshine2', 'sunshine'],
    ['2sunsh!ne', 'sunshine'],
    ['sun$hine22', 'sunshine22'],
  ])('undoes signs before it takes off what is around: %s is %s', (password, common) => {
    expect(judge(password, { minLength: 8, isCommon: (p) => p === common })).toBe('password/common')
  })

  it.each(['correct horse battery staple', 'eine sehr lange wanderung', 'password for my other house'])('takes %s', (password) => {
    expect(judge(password)).toBeUndefined()
  })

  it('looks at whole spellings, and never at what is too short to say anything', () => {
    for (const s of spellings('1a!')) expect(s.length).toBeGreaterThanOrEqual(4)
    expect(spellings('P@ssw0rd1')).toEqual(expect.arrayContaining(['p@ssw0rd1']))
  })
})

describe('one’s own names', () => {
  it.each([
    'Mailtenant2026!',
    'mailtenant',
    '2026-MAILTENANT',
    'mail.tenant.2026',
    'adalovelace1815',
    'Ada.Lovelace!',
    'PostaChiara2026',
    'posta chiara 1',
  ])('refuses %s', (password) => {
    expect(judge(password, { minLength: 8 })).toBe('password/contains-context')
  })

  it.each(['M@iltenant!!!', 'M@iltenant2026!', 'Mai1tenant2026', 'P0sta Chiara 12'])(
    'refuses %s: letters swapped for signs, and digits behind',
    (password) => {
      expect(judge(password, { minLength: 8 })).toBe('password/contains-context')
    },
  )

  it.each(['correct horse mailtenant staple', 'my mailtenant is open', 'postal chiaroscuro 12'])('takes %s', (password) => {
    expect(judge(password)).toBeUndefined()
  })

  it('refuses a name in any case, with digits and signs around it', () => {
    const around = fc.string({ unit: fc.constantFrom(...'0123456789 .-_#%&*?'), maxLength: 6 })
    const letters = fc.string({ unit: fc.constantFrom(...'bcdfghjkmnpqrvwxyzäö'), minLength: 8, maxLength: 20 })
    fc.assert(
      fc.property(letters, around, around, fc.boolean(), (name, before, after, loud) => {
        const password = `${before}${loud ? name.toUpperCase() : name}${after}`
        expect(judge(password, { context: [name], minLength: 8 })).toBe('password/contains-context')
      }),
    )
  })

  it('does not take a name without letters for every password without letters', () => {
    expect(judge('94 17 66 20 55 83 11', { context: ['100234'] })).toBeUndefined()
    expect(judge('🐢🚲🌵🎈🧊🪁🧭🫖🪵🧶🪀🪗🫧🪩🪤', { context: ['100234'] })).toBeUndefined()
  })

  it('lets a name that is too short to say anything be', () => {
    expect(judge('bob 1815 1852 1906', { context: ['bob'] })).toBeUndefined()
  })
})
