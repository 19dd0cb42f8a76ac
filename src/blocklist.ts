/** The passwords that people choose most, as one set. Which of them a chosen password is compared with is rules/password. */
import passwords from '@zxcvbn-ts/language-common/src/passwords.json' with { type: 'json' }

let common: ReadonlySet<string> | undefined

/** Whole spellings only, lower case. The list (about 49,000) is built at the first question. */
export function isCommon(spelling: string): boolean {
  common ??= new Set(passwords as readonly string[])
  return common.has(spelling)
}
