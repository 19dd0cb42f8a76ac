/**
 * Every expected failure, once: its code, its HTTP status and whether somebody without a session may be told.
 * The public sentence of a code is in texts/ under `refusal`; nothing public is ever built from a caught error.
 */

export const REFUSALS = {
  // the shape of a request
  'request/malformed': 400,
  'request/invalid': 422,
  'request/too-large': 413,
  'request/not-json': 415,
  'request/foreign-origin': 403,
  'request/unknown-host': 421,
  'request/not-found': 404,
  'request/wrong-method': 405,
  // a login
  'login/none': 404,
  'login/over': 409,
  'login/wrong-answer': 422,
  'login/wait': 429,
  'login/too-many-codes': 429,
  'login/not-asked': 409,
  'login/not-skippable': 409,
  'login/no-enrolment': 409,
  'login/contact-unavailable': 409,
  'login/from-here': 429,
  'message/too-soon': 429,
  'message/cap': 429,
  'message/budget': 429,
  'recovery/needs-help': 409,
  // a contact being chosen
  'contact/address-invalid': 422,
  'contact/number-invalid': 422,
  'contact/number-country': 422,
  'contact/number-kind': 422,
  'contact/same': 409,
  'contact/none': 409,
  // a password being chosen
  'password/too-short': 422,
  'password/too-long': 422,
  'password/common': 422,
  'password/contains-context': 422,
  'password/composition': 422,
  'password/same': 422,
  // a session
  'session/none': 401,
  'session/csrf': 403,
  'session/step-up': 403,
  'permission/missing': 403,
  // links
  'link/invalid': 410,
  'set-up/closed': 410,
  // records
  'record/unknown': 404,
  'record/stale': 409,
  'username/taken': 409,
  'slug/taken': 409,
  'factor/last': 409,
  'factor/not-allowed': 409,
  // the server
  'server/busy': 503,
  'server/unavailable': 503,
  'server/bug': 500,
} as const satisfies Record<string, number>

export type RefusalCode = keyof typeof REFUSALS

/** An expected failure as a value. `retryAfter` is in seconds; `extra` joins the problem document. */
export type Refusal = {
  readonly refused: RefusalCode
  readonly retryAfter?: number
  readonly extra?: Readonly<Record<string, unknown>>
}

/** Makes a refusal; `extra` must hold nothing a stranger may not know. */
export const refuse = (refused: RefusalCode, more: Omit<Refusal, 'refused'> = {}): Refusal => ({ refused, ...more })

export const isRefusal = (value: unknown): value is Refusal => typeof value === 'object' && value !== null && 'refused' in value
