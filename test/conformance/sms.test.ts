/** Mobile numbers as people type them: what is one, what is none, where it is, and what may be shown of it. */
import { describe, expect, it } from 'vitest'
import { sms } from '#factors/sms/factor.ts'

const REACH = { countries: ['DE', 'IT', 'AT', 'GB'], home: 'DE' }
const read = (typed: string, reach = REACH) => sms.read?.(typed, reach)

describe('what somebody types', () => {
  it.each([
    ['+49 171 3920018', '+491713920018'],
    ['0171 3920018', '+491713920018'],
    ['0171/392 00-18', '+491713920018'],
    ['(0171) 3920018', '+491713920018'],
    ['0049 171 3920018', '+491713920018'],
    ['+49 (0) 171 3920018', '+491713920018'],
    ['  +49.171.3920018 ', '+491713920018'],
    ['+39 347 555 0187', '+393475550187'],
    ['+43 664 5550187', '+436645550187'],
  ])('%s is %s', (typed, value) => expect(read(typed)).toEqual({ value }))

  it('is read as a number of the account’s own country where it has no prefix', () => {
    expect(read('347 555 0187', { countries: ['IT'], home: 'IT' })).toEqual({ value: '+393475550187' })
    expect(read('0171 3920018', { countries: ['DE'], home: '??' })).toEqual({ value: '+491713920018' })
  })

  it.each(['DE', 'IT', 'AT', 'CH', 'GB', 'FR'])('the example that is given in %s would be taken', (home) => {
    const countries = ['DE', 'IT', 'AT', 'CH', 'GB', 'FR']
    const refused = read('12', { countries, home })
    const example = refused && 'extra' in refused ? String(refused.extra?.['example']) : ''
    expect(read(example, { countries, home })).toHaveProperty('value')
  })

  it.each([
    ['nothing', '', 'contact/number-invalid'],
    ['a word', 'telephone', 'contact/number-invalid'],
    ['a number with a word', '+49 171 3920018 ext. 5', 'contact/number-invalid'],
    ['too few digits', '+49 171 39', 'contact/number-invalid'],
    ['too many digits', '+49 171 39200180000', 'contact/number-invalid'],
    ['no country', '+999 171 3920018', 'contact/number-invalid'],
    ['two numbers', '+491713920018,+491713920019', 'contact/number-invalid'],
    ['a hundred digits', '1'.repeat(100), 'contact/number-invalid'],
    ['a fixed line', '+49 30 901820', 'contact/number-kind'],
    ['a premium number', '+49 900 1234567', 'contact/number-kind'],
    ['a shared-cost number', '+49 180 5123456', 'contact/number-kind'],
    ['a toll-free number', '+49 800 3301000', 'contact/number-kind'],
    ['a number of another country', '+1 201 555 0123', 'contact/number-country'],
    ['a satellite phone', '+881 612 345678', 'contact/number-country'],
    ['a mobile of a neighbour who is not listed', '+41 78 555 01 87', 'contact/number-country'],
  ])('%s is refused', (_, typed, problem) => expect(read(typed)).toMatchObject({ problem }))

  it('goes nowhere when no country is listed', () =>
    expect(read('+491713920018', { countries: [], home: 'DE' })).toMatchObject({ problem: 'contact/number-country' }))
})

it('shows the country and the last two digits', () => {
  expect(sms.hint({ number: '+491713920018' })).toMatch(/^\+49 [^0-9]+18$/)
  expect(sms.hint({ number: 'nonsense' })).not.toContain('nonsen')
})
