/** Several words as one phrase of the language spoken. */
import i18next from 'i18next'

/** `a, b and c`. */
export const listed = (words: readonly string[]): string => new Intl.ListFormat(i18next.language).format(words)

/** The name of a thing as it is written inside a sentence: German keeps its capitals. */
export const inside = (name: string): string =>
  i18next.language === 'de' ? name : name.charAt(0).toLocaleLowerCase(i18next.language) + name.slice(1)
