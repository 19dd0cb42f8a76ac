/** The schemas that input is made of. Text that PostgreSQL or a mail could not carry is refused here, once, for every field. */
import { z } from 'zod'

// zod takes NUL and lone surrogates; PostgreSQL fails on both, and control characters have no place in a name.
const sound = (s: string) => s.isWellFormed() && !/[\u0000-\u001f\u007f]/.test(s)

/** One line of text, trimmed by nobody. */
export const text = (max: number, min = 1) => z.string().min(min).max(max).refine(sound, 'has characters that cannot be stored')

/** A password as typed; its rules are rules/password. 1024 bytes is the most that is looked at. */
export const password = () =>
  z
    .string()
    .min(1)
    .max(1024)
    .refine((s) => s.isWellFormed() && !s.includes('\u0000'), 'has characters that cannot be stored')

export const language = () => z.enum(['en', 'de', 'it'])
export const mailbox = () =>
  text(254).refine((s) => /^[^\s@"<>(),;:\\[\]]{1,64}@[^\s@"<>(),;:\\[\]]+\.[^\s@"<>(),;:\\[\]]{2,}$/u.test(s), 'is not an e-mail address')
export const username = () => text(100).refine((s) => s.trim() === s, 'begins or ends with a space')
export const slug = () => z.string().regex(/^[a-z0-9](?:[a-z0-9-]{0,38}[a-z0-9])?$/, 'small letters, digits and dashes, 40 at most')
export const token = () => z.string().regex(/^[A-Za-z0-9_-]{43}$/, 'is not a token')
export const id = () => z.string().regex(/^[a-z]{3}_[0-9a-z]{25}$/, 'is not an id')
export const nothing = () => z.strictObject({})

/** One username is one key: compatibility forms and case are folded, so that look-alikes of case cannot both exist. */
export const usernameKey = (name: string): string => name.normalize('NFKC').toLowerCase().normalize('NFKC')
