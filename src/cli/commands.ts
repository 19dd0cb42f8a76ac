/** The commands and their options; each does its work in a file of its own. Failures say what to do and end with code 1. */
import { Command, InvalidArgumentError } from 'commander'
import { act } from '#cli/act.ts'
import { verifyAudit } from '#cli/audit.ts'
import { demo, demoNode } from '#cli/demo.ts'
import { doctor } from '#cli/doctor.ts'
import { listKeys, prepareKeys, removeKey, rotateKeys } from '#cli/keys.ts'
import { migrateNow } from '#cli/migrate.ts'
import { serve, serveNode } from '#cli/serve.ts'
import type { NodeOrder } from '#cli/supervise.ts'
import { databaseTrouble } from '#cli/trouble.ts'

export async function run(argv: readonly string[]): Promise<void> {
  const program = new Command('sallyport').description('Account security for multi-tenant SaaS').showHelpAfterError()
  const end = async (work: Promise<number>) => {
    process.exitCode = await work
  }

  program
    .command('serve')
    .description('start the database and the server')
    .option('--nodes <n>', 'server processes, on PORT and the ports after it', count, 1)
    .action(({ nodes }: { nodes: number }) => end(serve(nodes)))
  program
    .command('demo')
    .description('start with two accounts, captured mail and a clock that can be moved')
    .option('--nodes <n>', 'server processes, on PORT and the ports after it', count, 1)
    .action(({ nodes }: { nodes: number }) => end(demo(nodes)))
  program.command('node <order>', { hidden: true }).action(node)
  program
    .command('migrate')
    .description('bring the database to this version')
    .action(() => end(migrateNow()))
  program
    .command('doctor')
    .description('check configuration, keys, database, clock, queue, mail, SMS and names, and say what to do')
    .option('--json', 'for programs')
    .action(({ json }: { json?: boolean }) => end(doctor(json === true)))

  const account = program.command('account').description('customer accounts')
  account
    .command('create')
    .description('make an account and invite its first administrator')
    .requiredOption('--slug <slug>', 'short name in addresses')
    .requiredOption('--name <name>', 'name as people know it')
    .option('--language <en|de|it>', 'language of the account', 'en')
    .option('--help-email <address>', 'whom people may ask')
    .option('--help-phone <number>', 'whom people may call')
    .requiredOption('--username <username>', 'of the first administrator')
    .requiredOption('--person <name>', 'full name of the first administrator')
    .requiredOption('--email <address>', 'of the first administrator')
    .action(({ username, person, email, ...o }: Record<string, string>) =>
      end(act('account.create', { ...o, administrator: { username, name: person, email } })),
    )

  account
    .command('sms')
    .description('grant an account codes by SMS, with its limits; without a limit its default holds')
    .requiredOption('--account <slug>')
    .option('--countries <list>', 'to which countries, such as DE,AT,CH', (list: string) => list.split(/[\s,]+/).filter(Boolean))
    .option('--daily <n>', 'how many a day')
    .option('--monthly <n>', 'how many in 30 days')
    .option('--off', 'withhold it; numbers that are bound go on working')
    .action((o: object) => end(act('account.sms', o)))

  const operator = program.command('operator').description('people who run the platform')
  operator
    .command('invite')
    .description('invite an operator')
    .requiredOption('--username <username>')
    .requiredOption('--name <name>')
    .requiredOption('--email <address>')
    .option('--language <en|de|it>', 'language', 'en')
    .action((o: object) => end(act('operator.invite', o)))

  const user = program.command('user').description('people of an account')
  user
    .command('invite')
    .description('invite a user; they choose their own password')
    .requiredOption('--account <slug>')
    .requiredOption('--username <username>')
    .requiredOption('--name <name>')
    .requiredOption('--email <address>')
    .option('--language <en|de|it>')
    .option('--role <name>')
    .option('--way <choose|email|sms|totp>', 'how they are asked', 'choose')
    .action((o: object) => end(act('user.invite', o)))
  user
    .command('reset-two-factor')
    .description('take the second factors of a user away after a loss')
    .requiredOption('--account <slug>')
    .requiredOption('--username <username>')
    .requiredOption('--reason <text>', 'why; it stands in the audit log')
    .action((o: object) => end(act('user.reset-two-factor', o)))

  const audit = program.command('audit').description('the audit log')
  audit
    .command('verify')
    .description('check every chain, against the heads outside the database too')
    .action(() => end(verifyAudit()))
  const keys = program.command('keys').description('the keys that seal secrets')
  keys
    .command('rotate')
    .description('make a new key and seal everything with it anew, while servers serve; finishes a rotation that was cut short')
    .option('--prepare', 'only put the key into the file, to copy it to other machines first')
    .action(({ prepare }: { prepare?: boolean }) => end(prepare ? prepareKeys() : rotateKeys()))
  keys
    .command('list')
    .description('every key, and what still needs it')
    .action(() => end(listKeys()))
  keys
    .command('remove <kid>')
    .description('remove a key that nothing needs any more')
    .action((kid: string) => end(removeKey(kid)))

  try {
    await program.parseAsync([...argv])
  } catch (error) {
    tell(error)
    process.exitCode = 1
  }
}

const count = (text: string): number => {
  const n = Number(text)
  if (!Number.isInteger(n) || n < 1 || n > 16) throw new InvalidArgumentError('a number from 1 to 16')
  return n
}

/** Our own errors are sentences for people; anything else is a bug and shows its stack. */
function tell(error: unknown): void {
  const ours =
    error instanceof Error &&
    /^(?:Config|Embedded|Migration|KeyFile|Role)Error$|^(?:RefusedStart|UnknownKey|PagesMissing)$/.test(error.constructor.name)
  if (!(error instanceof Error)) return
  const hint = 'hint' in error && typeof error.hint === 'string' ? `\n${error.hint}` : ''
  const taken = 'code' in error && error.code === 'EADDRINUSE' ? 'This port is taken. Choose another: PORT=4001' : undefined
  process.stderr.write(`${taken ?? databaseTrouble(error) ?? (ours ? error.message + hint : (error.stack ?? error.message))}\n`)
}

/** A server process of the supervisor: tells it when it listens, ends when told to or when the supervisor is gone. */
async function node(text: string): Promise<void> {
  const told = JSON.parse(text) as NodeOrder
  let stop: (() => Promise<void>) | undefined
  let stopping = false
  const end = () => {
    if (stopping) return
    stopping = true
    // Told before it listens, it has nothing to finish.
    if (stop) void stop().finally(() => process.exit())
    else process.exit()
  }
  for (const signal of ['SIGTERM', 'disconnect'] as const) process.once(signal, end)
  // Ctrl-C reaches the whole group: the supervisor decides when.
  process.on('SIGINT', () => undefined)
  try {
    const order = told.waits ? { ...told, ...(await database()) } : told
    stop = await (order.kind === 'demo' ? demoNode(order) : serveNode(order))
  } catch (error) {
    tell(error)
    // What was opened before it failed would keep the process, and the supervisor waiting for it.
    process.exit(1)
  }
  process.send?.('listens')
}

/** The supervisor's word that the database is there. */
const database = (): Promise<Pick<NodeOrder, 'embedded'>> => new Promise((ok) => process.once('message', ok))
