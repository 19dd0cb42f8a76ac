/** The two ways a code is sent, as the catalogue names them: each has the same sentences under its own name. */
export type CodeKind = 'email' | 'sms'

export const kindOf = (type: string): CodeKind => (type === 'sms' ? 'sms' : 'email')
