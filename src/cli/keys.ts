/** `sallyport keys rotate`: a new key in the key file, then everything sealed anew with it. Servers read the file again by themselves. */
import { progress } from '@clack/prompts'
import { record } from '#actions/audit/record.ts'
import { reseal } from '#actions/keys/rotate.ts'
import { atTerminal, say } from '#cli/terminal.ts'
import { addKey } from '#store/keys.ts'
import { PLATFORM_ACCOUNT } from '#store/lookups.ts'

export function rotateKeys(): Promise<number> {
  return atTerminal(async (world, config) => {
    const kid = addKey(config.keysFile)
    world.seal.reload()
    const bar = process.stdout.isTTY ? progress({ max: 100 }) : undefined
    bar?.start(`Sealing with ${kid}`)
    let shown = 0
    const count = await reseal(world, (done, of) => {
      const percent = of === 0 ? 100 : Math.floor((done / of) * 100)
      if (percent > shown) bar?.advance(percent - shown, `${done} of ${of}`)
      shown = Math.max(shown, percent)
    })
    bar?.stop(`Sealed with ${kid}`)
    await world.store.inAccount(PLATFORM_ACCOUNT, async (tx) => {
      await tx.begun
      await record(world, tx, tx.now, { act: 'keys rotated', actor: 'terminal', data: { kid, count } })
    })
    say(`New key: ${kid}. Sealed anew: ${count}. Keep the old keys in ${config.keysFile}: recovery codes were digested with them.`)
    return 0
  })
}
