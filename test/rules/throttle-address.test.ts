/** Where a call came from, for every way it can be said, and what is claimed about it. */
import { describe, expect, it } from 'vitest'
import { addressReader } from '#http/address.ts'

const from = (peer: string | undefined, headers: Record<string, string> = {}, trusted: readonly string[] = []) =>
  addressReader(trusted)(peer, new Headers(headers))
const PROXIES = ['10.0.0.0/8', '192.0.2.1', '2001:db8:ffff::/48']
const said = (list: string, peer = '10.0.0.1') => from(peer, { 'x-forwarded-for': list }, PROXIES)

describe('the peer of the socket', () => {
  it.each([
    ['203.0.113.7', '203.0.113.7'],
    ['::ffff:203.0.113.7', '203.0.113.7'],
    ['::ffff:cb00:7107', '203.0.113.7'],
    ['::FFFF:203.0.113.7', '203.0.113.7'],
    ['2001:db8:1:2:3:4:5:6', '2001:db8:1:2::/64'],
    ['2001:0DB8:0001:0002::1', '2001:db8:1:2::/64'],
    ['2001:db8::1', '2001:db8::/64'],
    ['2001:db8:0:0:1::', '2001:db8::/64'],
    ['fe80::1%eth0', 'fe80::/64'],
    // This machine: somebody at it, or a proxy nobody has named. It is counted for nobody.
    ['::1', ''],
    ['127.0.0.1', ''],
    ['::ffff:127.3.4.5', ''],
    [undefined, 'unknown'],
    ['', 'unknown'],
    ['a socket', 'unknown'],
  ])('%s is %s', (peer, address) => expect(from(peer)).toBe(address))

  it('is all one half of an IPv6 address', () => {
    expect(from('2001:db8:1:2:ffff:ffff:ffff:ffff')).toBe(from('2001:db8:1:2::'))
    expect(from('2001:db8:1:3::')).not.toBe(from('2001:db8:1:2::'))
  })
})

describe('what a proxy of ours says', () => {
  it.each([
    ['198.51.100.9', '198.51.100.9'],
    ['spoofed, 1.2.3.4, 198.51.100.9', '198.51.100.9'],
    ['198.51.100.9, 10.9.9.9', '198.51.100.9'],
    ['198.51.100.9,10.9.9.9 , 192.0.2.1', '198.51.100.9'],
    ['198.51.100.9:4711', '198.51.100.9'],
    ['::ffff:198.51.100.9', '198.51.100.9'],
    ['2001:db8:1:2::9', '2001:db8:1:2::/64'],
    ['[2001:db8:1:2::9]:443', '2001:db8:1:2::/64'],
    ['2001:db8:1:2::9, 2001:db8:ffff::1', '2001:db8:1:2::/64'],
    ['10.1.1.1, 10.2.2.2', '10.1.1.1'],
  ])('%s is %s', (list, address) => expect(said(list)).toBe(address))

  it('also when it speaks IPv6, or IPv4 within it', () => {
    expect(said('198.51.100.9', '2001:db8:ffff::2')).toBe('198.51.100.9')
    expect(said('198.51.100.9', '::ffff:10.0.0.1')).toBe('198.51.100.9')
  })

  it.each([
    ['nothing', ''],
    ['a word', 'unknown'],
    ['a word behind an address', '198.51.100.9, unknown'],
    ['a comma too many', '198.51.100.9,'],
    ['a number', '3405803783'],
    ['an address with leading noughts', '010.0.0.1'],
    ['an address and more', '198.51.100.9 198.51.100.10'],
    ['a script', '<script>'],
    ['more than can be a path of proxies', `${'198.51.100.9, '.repeat(100)}198.51.100.9`],
  ])('%s counts for nothing: the proxy does', (_, list) => expect(said(list)).toBe('10.0.0.1'))

  it.each([
    ['for=198.51.100.9', '198.51.100.9'],
    ['For="198.51.100.9:4711";proto=https;by=10.0.0.1', '198.51.100.9'],
    ['for=1.2.3.4, for=198.51.100.9, for=10.9.9.9', '198.51.100.9'],
    ['proto=https; for="[2001:db8:1:2::9]:4711"', '2001:db8:1:2::/64'],
    ['for=_hidden', '10.0.0.1'],
    ['for=unknown', '10.0.0.1'],
    ['proto=https', '10.0.0.1'],
    ['for=198.51.100.9, by=10.0.0.1', '10.0.0.1'],
  ])('as RFC 7239 has it: %s is %s', (header, address) => expect(from('10.0.0.1', { forwarded: header }, PROXIES)).toBe(address))

  it('in one header, while a stranger says another thing in the other, is no reason to believe either', () => {
    const both = { 'x-forwarded-for': '198.51.100.9', forwarded: 'for=1.2.3.4' }
    expect(from('10.0.0.1', both, PROXIES)).toBe('10.0.0.1')
    expect(from('10.0.0.1', { ...both, forwarded: 'for="198.51.100.9:80"' }, PROXIES)).toBe('198.51.100.9')
  })

  it.each([
    ['both headers, of which one is a stranger’s', { 'x-forwarded-for': '198.51.100.9', forwarded: 'for=1.2.3.4' }],
    ['a list a stranger has made too long', { 'x-forwarded-for': `${'1.2.3.4, '.repeat(200)}198.51.100.9` }],
    ['a header that cannot be read', { 'x-forwarded-for': '198.51.100.9', forwarded: 'secret' }],
  ])('on this machine: %s makes nobody uncounted', (_, headers) => {
    for (const peer of ['127.0.0.1', '::1', '::ffff:127.0.0.1']) expect(from(peer, headers, ['127.0.0.1', '::1'])).toBe('unknown')
  })
})

it.each(['203.0.113.7', '11.0.0.1', '192.0.2.2', '2001:db8:fffe::1'])('what %s says of itself counts for nothing', (peer) => {
  for (const headers of [{ 'x-forwarded-for': '198.51.100.9' }, { forwarded: 'for=198.51.100.9' }])
    expect(from(peer, headers, PROXIES)).toBe(from(peer))
  expect(from(peer, { 'x-forwarded-for': '198.51.100.9' })).toBe(from(peer))
})
