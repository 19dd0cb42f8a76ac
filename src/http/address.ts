/**
 * Where a call came from: the peer of the socket, or what proxies of our own say stands behind it. Whatever else claims an
 * address, or claims it in a way that cannot be read, is taken for what the socket says.
 */
import { BlockList, isIP, isIPv4 } from 'node:net'

/** From the socket's peer and the request's headers to the address as it is counted and shown. */
export type AddressOf = (peer: string | undefined, headers: Headers) => string

const LONGEST = 1000
const NOWHERE = 'unknown'
/**
 * This machine: nobody's network. Either somebody sits at it, or a proxy on it was not named in SALLYPORT_TRUSTED_PROXIES;
 * then all the world would be one address, and ten wrong answers anywhere would hold up everybody.
 */
const HERE = ''

/** `trusted`: addresses and networks of proxies, as in SALLYPORT_TRUSTED_PROXIES. */
export function addressReader(trusted: readonly string[]): AddressOf {
  const proxies = new BlockList()
  for (const one of trusted) {
    const [address = '', bits] = one.split('/')
    const family = isIPv4(address) ? 'ipv4' : 'ipv6'
    proxies.addSubnet(address, Number(bits ?? (family === 'ipv4' ? 32 : 128)), family)
  }
  const ours = (address: string): boolean => proxies.check(address, isIPv4(address) ? 'ipv4' : 'ipv6')
  /** Nearest first, the first that is not ours; all of them ours: the farthest. Undefined where one before it cannot be read. */
  const behind = (hops: readonly (string | undefined)[]): string | undefined => {
    for (const [n, hop] of hops.entries()) if (hop === undefined || !ours(hop) || n === hops.length - 1) return hop
    return undefined
  }
  return (peer, headers) => {
    const near = plain(peer ?? '')
    if (near === undefined) return NOWHERE
    const lists = ours(near) ? [forwardedFor(headers), forwarded(headers)].flatMap((list) => (list ? [behind(list)] : [])) : []
    // A proxy that writes one of the two headers passes the other one on as a stranger wrote it: what they disagree on is worth nothing.
    const [far] = lists
    const agreed = far !== undefined && lists.every((one) => one === far)
    // Behind a proxy on this machine that would be nobody's network: whoever muddles the headers is counted all the same.
    if (!agreed && lists.length > 0 && isLoopback(near)) return NOWHERE
    const from = agreed ? far : near
    return isLoopback(from) ? HERE : counted(from)
  }
}

type Hops = readonly (string | undefined)[] | undefined

function listOf(headers: Headers, name: string): readonly string[] | undefined {
  const text = headers.get(name)
  if (text === null) return undefined
  return text.length > LONGEST ? [''] : text.split(',').reverse()
}

const forwardedFor = (headers: Headers): Hops => listOf(headers, 'x-forwarded-for')?.map((entry) => hopOf(entry.trim()))

/** RFC 7239: `for=192.0.2.60;proto=https, for="[2001:db8::17]:4711"`. */
const forwarded = (headers: Headers): Hops =>
  listOf(headers, 'forwarded')?.map((entry) => hopOf(/(?:^|;)\s*for="?([^";,\s]+)"?\s*(?:;|$)/i.exec(entry)?.[1] ?? ''))

/** With a port or without: `203.0.113.7:4711`, `[2001:db8::17]:4711`. */
const hopOf = (text: string): string | undefined =>
  plain(/^\[([^\]]+)\](?::\d{1,5})?$/.exec(text)?.[1] ?? (isIP(text) ? text : text.replace(/:\d{1,5}$/, '')))

/** One spelling for one address, without a zone; IPv4 written as IPv6 is IPv4. Undefined for what is none. */
function plain(text: string): string | undefined {
  const address = text.replace(/%.*$/, '')
  if (isIPv4(address)) return address
  if (!isIP(address)) return undefined
  const short = new URL(`http://[${address}]`).hostname.slice(1, -1)
  const mapped = /^::ffff:([0-9a-f]{1,4}):([0-9a-f]{1,4})$/.exec(short)
  if (!mapped) return short
  const [high, low] = [Number.parseInt(mapped[1] ?? '', 16), Number.parseInt(mapped[2] ?? '', 16)]
  return [high >> 8, high & 255, low >> 8, low & 255].join('.')
}

const isLoopback = (address: string): boolean => address === '::1' || (isIPv4(address) && address.startsWith('127.'))

/** Who holds one address of a /64 holds all of them: they count as one. */
function counted(address: string): string {
  if (isIPv4(address)) return address
  const [head = '', tail] = address.split('::')
  const [first, last] = [head, tail ?? ''].map((part) => part.split(':').filter(Boolean))
  const groups = [...(first ?? []), ...Array<string>(8 - (first?.length ?? 0) - (last?.length ?? 0)).fill('0'), ...(last ?? [])]
  return `${new URL(`http://[${groups.slice(0, 4).join(':')}::]`).hostname.slice(1, -1)}/64`
}
