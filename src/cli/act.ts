/** Runs one action at the terminal and prints what it answered, or the sentence of its refusal. */
import { actions } from '#actions/index.ts'
import { perform } from '#actions/perform.ts'
import { atTerminal, say } from '#cli/terminal.ts'
import { isRefusal } from '#rules/refusals.ts'
import { find, textsOf } from '#texts/index.ts'

/** The exit code: 0 when it was done, 1 when it was refused. */
export function act(name: string, input: object): Promise<number> {
  return atTerminal(async (world) => {
    const action = actions.find((a) => a.name === name)
    if (!action) throw new Error(`there is no action ${name}`)
    const done = await perform(action, { world, client: { agent: 'terminal', address: '' }, terminal: true }, input)
    if (!isRefusal(done)) {
      for (const [key, value] of Object.entries(done.body as object))
        say(`${key}: ${typeof value === 'object' ? JSON.stringify(value) : value}`)
      return 0
    }
    const fields = (done.extra?.['fields'] ?? []) as readonly { field: string; problem: string }[]
    say(find(textsOf('en').refusals, done.refused) ?? done.refused)
    for (const f of fields) say(`  ${f.field}: ${f.problem}`)
    if (done.extra?.['what']) say(`  not found: ${done.extra['what']}`)
    return 1
  })
}
