/** Which page an address means, once it is known whether a login or a session is there already. Pages seldom seen are loaded here. */

import type { ComponentType } from 'react'
import type { PublicLogin, PublicSession } from '#rules/login/shape.ts'
import { read } from '../api/login.ts'
import { type Problem, unreachable } from '../api/problem.ts'
import { leaveNote, type Note, takeNote } from '../api/remember.ts'
import { readSession } from '../api/session.ts'

export type Place =
  | { readonly at: 'wait' }
  | { readonly at: 'start'; readonly note?: Note | undefined }
  | { readonly at: 'login'; readonly login: PublicLogin }
  | { readonly at: 'link'; readonly token: string; readonly Page: ComponentType<LinkProps> }
  | { readonly at: 'home'; readonly session: PublicSession; readonly Page: ComponentType<{ session: PublicSession }> }
  | { readonly at: 'fault'; readonly problem: Problem }

export type LinkProps = { readonly token: string; onLogin(login: PublicLogin): void }

/** What the links in our mails open. */
const LINKS: Readonly<Record<string, () => Promise<ComponentType<LinkProps>>>> = {
  '/invitation': () => import('./links/Invitation.tsx').then((m) => m.Invitation),
  '/set-up': () => import('./links/SetUp.tsx').then((m) => m.SetUp),
  '/password': () => import('./forgot/Recover.tsx').then((m) => m.Recover),
  '/revert': () => import('./links/Revert.tsx').then((m) => m.Revert),
}

export async function placeOf(path: string): Promise<Place> {
  try {
    const load = LINKS[path]
    if (load) return await fromLink(load)
    if (path === '/forgot-password') return { at: 'link', token: '', Page: (await import('./forgot/Forgot.tsx')).Forgot }
    return await (path === '/' ? home() : signIn())
  } catch {
    // A part of the page itself could not be loaded.
    return { at: 'fault', problem: unreachable.problem }
  }
}

/** A link's secret leaves the address bar, but stays with this page until it is used, so that a reload finds it again. */
async function fromLink(load: () => Promise<ComponentType<LinkProps>>): Promise<Place> {
  const token = decodeURIComponent(location.hash.slice(1)) || kept()
  if (token === '') {
    // The link was used, and the login it began may still run.
    const login = await read()
    if (login.ok) return { at: 'login', login: login.value }
  }
  const Page = await load()
  history.replaceState({ token }, '', location.pathname)
  return { at: 'link', token, Page }
}

const kept = (): string => (history.state as { token?: string } | null)?.token ?? ''

/** The link has done its work: nothing is left of its secret. */
export const linkUsed = (): void => history.replaceState(null, '')

async function signIn(): Promise<Place> {
  const [login, session] = await Promise.all([read(), readSession()])
  if (login.ok && login.value.state === 'asking') return { at: 'login', login: login.value }
  if (session.ok) {
    location.replace('/')
    return { at: 'wait' }
  }
  // Anything else, and the form shows it when it is sent.
  const over = !login.ok && login.problem.code === 'login/over'
  return { at: 'start', note: takeNote() ?? (over ? 'tookTooLong' : undefined) }
}

async function home(): Promise<Place> {
  const [session, { Home }] = await Promise.all([readSession(), import('./home/Home.tsx')])
  if (session.ok) return { at: 'home', session: session.value, Page: Home }
  if (session.problem.status !== 401) return { at: 'fault', problem: session.problem }
  location.replace('/sign-in')
  return { at: 'wait' }
}

/** Off to the start page, with a word for it. */
export function leave(note?: Note): void {
  if (note) leaveNote(note)
  location.replace('/sign-in')
}
