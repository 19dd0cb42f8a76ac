/**
 * The contract of an action: a header as data, from which the REST route, the OpenAPI entry, the permission check and the
 * command line are derived, and one function. Whether it may run is decided in perform.ts, never in the action or a door.
 */
import type { z } from 'zod'
import type { Context } from '#actions/world.ts'
import type { Permission } from '#rules/access/may.ts'
import type { Refusal } from '#rules/refusals.ts'

/** Tokens to set (a string), to drop (null) or to leave (absent). The doors turn them into cookies. */
export type Tokens = {
  readonly login?: string | null
  readonly session?: string | null
  readonly device?: string
  /** The user whose new session it is: no other user's sessions were touched. */
  readonly of?: string
}

export type Done<O> = { readonly body: O; readonly tokens?: Tokens }
export type Outcome<O> = Done<O> | Refusal

export type Rest = { readonly method: 'GET' | 'POST' | 'PUT' | 'DELETE'; readonly path: string; readonly status?: 200 | 201 | 204 }

export type Action<I = unknown, O = unknown> = {
  /** `login.answer`: the audit act, the CLI command and the OpenAPI id are made from it. */
  readonly name: string
  readonly about: string
  /** Absent: not offered over HTTP. */
  readonly rest?: Rest
  /** `anyone`: nothing is needed; `login`: a login in progress; `session`: any signed-in user; else a permission. */
  readonly may: 'anyone' | 'login' | 'session' | Permission
  /** Seconds within which the user must have proven all that their policy asks (step-up). */
  readonly fresh?: number
  readonly input: z.ZodType<I>
  run(context: Context, input: I): Promise<Outcome<O>>
}

/** Keeps the types of input and output together where an action is written. */
export const action = <I, O>(a: Action<I, O>): Action<I, O> => a
