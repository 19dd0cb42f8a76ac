/** The demo shows everybody's password, also after it was changed: it listens where a new one is hashed. Nothing else is changed. */
import type { World } from '#actions/world.ts'

/** `remember` is told every hash that is made from now on, with what it was made of, before anybody can store it. */
export function overhear({ hashing }: World, remember: (phc: string, plain: string) => Promise<unknown>): void {
  const hash = hashing.hash.bind(hashing)
  hashing.hash = async (password, lane) => {
    const phc = await hash(password, lane)
    await remember(phc, password)
    return phc
  }
}
