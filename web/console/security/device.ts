/** What a browser calls itself, as a name that people know: "Chrome", "Linux". */
import bowser from 'bowser'

/** The network address of the machine that Sallyport itself runs on, as the server writes it. */
export const isThisComputer = (address: string): boolean => /^(?:$|127\.|::1$|::\/)/.test(address)

/** Undefined when it says nothing that is understood. */
export function deviceOf(agent: string): { browser: string; system: string } | undefined {
  if (agent === '') return undefined
  const { browser, os, platform } = bowser.parse(agent)
  const system = platform.model && /iPhone|iPad/.test(platform.model) ? platform.model : os.name
  return browser.name === undefined || system === undefined ? undefined : { browser: browser.name, system }
}
