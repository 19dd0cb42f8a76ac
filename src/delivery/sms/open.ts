/** From the URLs of SALLYPORT_SMS to the providers behind them, in their order. What a URL must hold is refused in config.ts. */
import { openCaller } from './call.ts'
import { httpProvider } from './http.ts'
import { kannel } from './kannel.ts'
import type { Provider } from './provider.ts'
import { openSender, type SmsSender } from './sender.ts'
import { twilio } from './twilio.ts'

const KINDS = { 'kannel:': kannel, 'kannels:': kannel, 'twilio:': twilio, 'http:': httpProvider, 'https:': httpProvider }
const NAMES = { 'kannel:': 'kannel', 'kannels:': 'kannel', 'twilio:': 'twilio', 'http:': 'http', 'https:': 'http' }
type Scheme = keyof typeof KINDS
const isScheme = (text: string): text is Scheme => Object.hasOwn(KINDS, text)

/** How long one provider may take before the next is asked. */
const TIMEOUT_MS = 5000

/** `kannel`, `twilio`, `http`; a second of its kind is `kannel-2`. */
export function providersOf(urls: readonly URL[], timeoutMs = TIMEOUT_MS): readonly Provider[] {
  const used = new Map<string, number>()
  return urls.map((url) => {
    if (!isScheme(url.protocol)) throw new Error(`there is no way to send SMS by ${url.protocol}//`)
    const kind = NAMES[url.protocol]
    const number = (used.get(kind) ?? 0) + 1
    used.set(kind, number)
    return KINDS[url.protocol](number === 1 ? kind : `${kind}-${number}`, url, openCaller(timeoutMs))
  })
}

/** Connects with the first SMS. `now` gives milliseconds for the breakers. */
export const openSms = (of: { readonly urls: readonly URL[]; readonly now: () => number; readonly timeoutMs?: number }): SmsSender =>
  openSender(providersOf(of.urls, of.timeoutMs), of.now)
