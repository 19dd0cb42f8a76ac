/** What this browser keeps between pages: language and colours chosen by hand, and one note for the next page. Never a secret. */
const LANGUAGE = 'sallyport.language'
/** Mantine's own name for it. */
const COLOURS = 'mantine-color-scheme-value'
const NOTE = 'sallyport.note'

export const rememberedLanguage = (): string | null => localStorage.getItem(LANGUAGE)
export const rememberLanguage = (language: string): void => localStorage.setItem(LANGUAGE, language)

/**
 * Signing out clears what the browser has stored for us; what was chosen by hand was chosen for the next person here too.
 * Called before; what it returns puts the choices back.
 */
export function keepingChoices(): () => void {
  const chosen = [LANGUAGE, COLOURS].map((name) => [name, localStorage.getItem(name)] as const)
  return () => {
    for (const [name, value] of chosen) if (value !== null) localStorage.setItem(name, value)
  }
}

/** What the start page says on top, once. */
export type Note = 'tookTooLong' | 'recoveryTookTooLong' | 'sessionOver' | 'signedOut' | 'signedOutEverywhere'

export const leaveNote = (note: Note): void => sessionStorage.setItem(NOTE, note)

export function takeNote(): Note | undefined {
  const note = sessionStorage.getItem(NOTE)
  sessionStorage.removeItem(NOTE)
  return note === null ? undefined : (note as Note)
}
