/**
 * A real SMS gateway with a fake handset: Kannel's bearerbox and smsbox, and its fakesmsc as the network, each on ports of
 * its own. The handset can be switched off and on, and the gateway killed; what is sent is the tests' own.
 */
import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { connect } from 'node:net'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { vi } from 'vitest'
import { findKannel } from './find-kannel.ts'
import { freePort } from './server.ts'

/** What lay on the handset: one entry for an SMS, also where it came in parts. */
export type Arrived = { readonly from: string; readonly to: string; readonly text: string; readonly parts: number; readonly kind: string }

export type Kannel = {
  /** For SALLYPORT_SMS. */
  readonly url: string
  arrived(): readonly Arrived[]
  /** The text of the newest SMS to a number since `after` SMS, waited for until it is there. */
  textTo(number: string, after?: number): Promise<string>
  switchOff(): Promise<void>
  switchOn(): Promise<void>
  /** Kills the gateway; its smsbox notices and shuts its door. */
  kill(): Promise<void>
  stop(): Promise<void>
}

const USER = 'sallyport'
const PASSWORD = 'kannel-pass&word 1'

export async function startKannel(): Promise<Kannel> {
  const folder = mkdtempSync(path.join(tmpdir(), 'sallyport-kannel-'))
  const [admin = 0, boxes = 0, network = 0, sendsms = 0] = await Promise.all([freePort(), freePort(), freePort(), freePort()])
  const file = path.join(folder, 'kannel.conf')
  writeFileSync(file, configuration({ admin, boxes, network, sendsms }))
  const running: ChildProcess[] = []
  let heard = Buffer.alloc(0)

  const run = (program: Parameters<typeof findKannel>[0], args: readonly string[]): ChildProcess => {
    const at = findKannel(program)
    if (!at) throw new Error(`${program} is not here: npm run setup installs Kannel`)
    // Its input stays open: the fake network ends with it.
    const child = spawn(at, args, { cwd: folder, stdio: ['pipe', 'pipe', 'pipe'] })
    running.push(child)
    const hear = (part: Buffer) => {
      if (program === 'fakesmsc') heard = Buffer.concat([heard, part])
    }
    for (const stream of [child.stdout, child.stderr]) stream.on('data', hear)
    return child
  }
  const end = async (child: ChildProcess | undefined, signal: 'SIGTERM' | 'SIGKILL') => {
    if (!child || child.exitCode !== null || child.signalCode !== null) return
    const closed = once(child, 'close')
    child.kill(signal)
    await closed
  }
  const phone = () => run('fakesmsc', ['-H', '127.0.0.1', '-r', String(network), '-i', '1', '-m', '-1'])

  const bearerbox = run('bearerbox', ['-v', '4', file])
  await Promise.all([listens(boxes), listens(network)])
  let handset = phone()
  run('smsbox', ['-v', '4', file])
  await listens(sendsms)
  const arrived = () => read(heard.toString())
  return {
    url: `kannel://${USER}:${encodeURIComponent(PASSWORD)}@127.0.0.1:${sendsms}?from=Sallyport`,
    arrived,
    textTo: (number, after = 0) =>
      vi.waitFor(
        () => {
          const found = arrived()
            .slice(after)
            .findLast((sms) => sms.to === number)
          if (!found) throw new Error(`no SMS to ${number} arrived`)
          // The last line of a code is an entry of its own, which may be a moment behind the one with the reference.
          if (/\d{6} \(.*[A-Z]{3}\)/.test(found.text) && !/#\d{6}$/.test(found.text))
            throw new Error(`of the SMS to ${number} a line is missing`)
          return found.text
        },
        { timeout: 10_000, interval: 20 },
      ),
    switchOff: () => end(handset, 'SIGTERM'),
    async switchOn() {
      handset = phone()
    },
    async kill() {
      await end(bearerbox, 'SIGKILL')
      await vi.waitFor(
        () =>
          listens(sendsms, 0).then(
            () => Promise.reject(new Error('smsbox still listens')),
            () => undefined,
          ),
        { timeout: 15_000 },
      )
    },
    async stop() {
      await Promise.all(running.map((child) => end(child, 'SIGKILL')))
      rmSync(folder, { recursive: true, force: true })
    },
  }
}

/** Reports go by memory; parts belong together; only this machine may call. */
const configuration = (port: Readonly<Record<'admin' | 'boxes' | 'network' | 'sendsms', number>>): string => `
group = core
admin-port = ${port.admin}
admin-interface = 127.0.0.1
admin-password = admin
smsbox-port = ${port.boxes}
smsbox-interface = 127.0.0.1
box-allow-ip = 127.0.0.1
dlr-storage = internal

group = smsc
smsc = fake
smsc-id = handset
host = 127.0.0.1
port = ${port.network}
connect-allow-ip = 127.0.0.1

group = smsbox
bearerbox-host = 127.0.0.1
bearerbox-port = ${port.boxes}
sendsms-port = ${port.sendsms}
sendsms-interface = 127.0.0.1
global-sender = 00000

group = sendsms-user
username = ${USER}
password = "${PASSWORD}"
max-messages = 5
concatenation = true

group = sms-service
keyword = default
omit-empty = true
text = ""
`

/** Resolves when something listens there. Without time to wait it asks once. */
const listens = (port: number, timeout = 15_000): Promise<void> =>
  vi.waitFor(
    () =>
      new Promise<void>((ok, no) => {
        const socket = connect(port, '127.0.0.1', () => {
          socket.destroy()
          ok()
        })
        socket.once('error', no)
      }),
    { timeout, interval: 50 },
  )

/** `Got message 3: <from to text …>`; a line break within a text makes a further entry, and parts are numbered in their header. */
function read(output: string): Arrived[] {
  const entries = [...output.matchAll(/Got message \d+: <(.*)>$/gm)].map(([, entry = '']) => entry)
  const found: Arrived[] = []
  for (const entry of entries) {
    const [, from = '', to = '', kind = '', rest = ''] = /^(\S+) (\+?\d+) (text|ucs-2|udh) (.*)$/.exec(entry) ?? []
    const last = found.at(-1)
    if (kind === '') {
      if (last) found[found.length - 1] = { ...last, text: `${last.text}\n${entry}` }
      continue
    }
    const [, header = '', body = ''] = kind === 'udh' ? (/^(\S+) (?:data|text|ucs-2) (.*)$/.exec(rest) ?? []) : ['', '', rest]
    const text = kind === 'text' ? body : kind === 'ucs-2' ? bytes(body).swap16().toString('utf16le') : bytes(body).toString()
    const part = kind === 'udh' ? (bytes(header)[5] ?? 1) : 1
    if (part > 1 && last) found[found.length - 1] = { ...last, text: last.text + text, parts: part }
    else found.push({ from, to, text, parts: 1, kind })
  }
  return found
}

/** `%01%0C%00e`: bytes, those that can be read as they are; a plus is a space. */
const bytes = (coded: string): Buffer =>
  Buffer.from(
    coded.replaceAll('+', ' ').replace(/%([0-9A-Fa-f]{2})/g, (_, hex: string) => String.fromCharCode(Number.parseInt(hex, 16))),
    'latin1',
  )
