/** What this browser keeps between pages: the language chosen by hand, and one note for the next page. Never a secret. */
const LANGUAGE = 'sallyport.language'
const NOTE = 'sallyport.note'

export const rememberedLanguage = (): string | null => localStorage.getItem(LANGUAGE)
export const rememberLanguage = (language: string): void => localStorage.setItem(LANGUAGE, language)

/** What the start page says on top, once. */
export type Note = 'tookTooLong' | 'sessionOver' | 'signedOut' | 'signedOutEverywhere'

export const leaveNote = (note: Note): void => sessionStorage.setItem(NOTE, note)

export function takeNote(): Note | undefined {
  const note = sessionStorage.getItem(NOTE)
  sessionStorage.removeItem(NOTE)
  return note === null ? undefined : (note as Note)
}
