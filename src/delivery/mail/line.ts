/** Values as single lines: a name with a line break in it must not become a second header or a second paragraph. */

const CONTROLS = /[\p{Cc}\u2028\u2029]/u
/** Controls, line separators, and the marks that turn the direction of reading and so can disguise what stands there. */
const UNWANTED = /[\p{Cc}\u2028\u2029\u200e\u200f\u202a-\u202e\u2066-\u2069]+/gu

/** Whether a value would break out of the line it is put into. */
export const breaksOut = (value: string): boolean => CONTROLS.test(value) || !value.isWellFormed()

/** The same words on one line: every run of controls becomes one space. */
export const oneLine = (value: string): string => value.toWellFormed().replace(UNWANTED, ' ').trim()
