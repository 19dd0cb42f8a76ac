/** What the acts of the audit log are to a person: which sentence they have, which of them stopped somebody, and which are one and the same thing several times. */

/** An act about a user, with where it came from if that may be told. */
type Act = { readonly at: string; readonly act: string; readonly address?: string; readonly agent?: string }
/** As the page shows it: the newest of `times` equal ones. */
export type Told = Act & { readonly key: string; readonly times: number }

/** The name of its sentence under `lately.act` in console.json. What is done at sign-in and what is done here has the same one. */
export const keyOf = (act: string): string =>
  act
    .replace(/^login enrolled /, 'factor added ')
    .replace(/^login /, '')
    .replace(/\W+/g, '-')

/** An attempt that got nowhere. Whether it was somebody else is for the reader to say. */
export const wasStopped = (act: string): boolean => /^(login failed|login refused|factor blocked|contact reverted) ?/.test(act)

/** Newest first, without those that have no sentence. The same thing several times over, from the same place, is one line. */
export function toldOf(acts: readonly Act[], hasSentence: (key: string) => boolean): readonly Told[] {
  const told: Told[] = []
  for (const act of acts) {
    const key = keyOf(act.act)
    if (!hasSentence(key)) continue
    const last = told.at(-1)
    if (last && last.key === key && last.address === act.address && last.agent === act.agent)
      told[told.length - 1] = { ...last, times: last.times + 1 }
    else told.push({ ...act, key, times: 1 })
  }
  return told
}
