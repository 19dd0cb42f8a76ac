/** What the stand-in for an authenticator app takes up. */
import { expect, test } from 'vitest'
import { readShown } from '#demo/authenticator.ts'

const SECRET = 'PEEUMKVJIJ52TEOZBMVEKMAGLLXXELXJ'

test.each([SECRET, SECRET.toLowerCase(), SECRET.replace(/.{4}/g, '$& '), `${SECRET}======`])('a secret as people copy it: %s', (given) => {
  expect(readShown(given)).toEqual({ secret: SECRET, account: '', username: '' })
})

test('the address in a QR code says whose it is', () => {
  const given = `otpauth://totp/Posta%20Chiara:scolombo?issuer=Posta%20Chiara&secret=${SECRET}&algorithm=SHA1&digits=6&period=30`
  expect(readShown(given)).toEqual({ secret: SECRET, account: 'Posta Chiara', username: 'scolombo' })
})

test.each([
  '',
  'JBSWY3DP',
  'NOT BASE32 0189 0189 0189',
  'otpauth://',
  'otpauth://totp/x',
  `otpauth://hotp/x?secret=${SECRET}&counter=0`,
  `otpauth://totp/x?secret=${SECRET}&digits=8`,
  `otpauth://totp/x?secret=${SECRET}&algorithm=SHA256`,
  `https://example.com/?secret=${SECRET}`,
])('what an app could not use is refused: %s', (given) => {
  expect(readShown(given)).toBeUndefined()
})
