/** The frame of the console: the stone side with the menu and the person, and the sheet of paper beside it. On a phone the side folds up. */
import { Outlet, useRouterState } from '@tanstack/react-router'
import { useEffect, useRef, useState } from 'react'
import { Mark } from '../../parts/Mark.tsx'
import { Trouble } from '../../parts/Trouble.tsx'
import { speakTo } from '../../texts/speak.ts'
import { useTranslation } from '../../texts/useTranslation.ts'
import { problemOf } from '../data/client.ts'
import { useSession } from '../data/queries.ts'
import { Glyph } from '../Glyph.tsx'
import { Waiting } from '../Waiting.tsx'
import { Menu } from './Menu.tsx'
import { Person } from './Person.tsx'

export function Shell() {
  const { t } = useTranslation('console')
  const { t: page } = useTranslation()
  const { data: session, error, refetch } = useSession()
  const path = useRouterState({ select: (state) => state.location.pathname })
  const [open, setOpen] = useState(false)
  const main = useRef<HTMLElement>(null)
  const language = session?.user.language
  useEffect(() => {
    if (language) void speakTo(language)
  }, [language])
  // biome-ignore lint/correctness/useExhaustiveDependencies: a new page folds the menu up.
  useEffect(() => setOpen(false), [path])
  return (
    <div className="console">
      <button className="skip text-button" type="button" onClick={() => main.current?.focus()}>
        {page('home.skip')}
      </button>
      <header className="side" data-open={open || undefined}>
        <div className="side-head">
          <Mark size={26} />
          <span className="side-account">
            <b>{session?.account.name ?? ''}</b>
            <small>{t('shell.account')} · Sallyport</small>
          </span>
          <button className="side-fold" type="button" aria-expanded={open} aria-controls="side-body" onClick={() => setOpen(!open)}>
            <Glyph name={open ? 'x' : 'menu'} size={20} />
            <span className="vh">{t('shell.open')}</span>
          </button>
        </div>
        <div className="side-body" id="side-body">
          <Menu path={path} permissions={session?.permissions ?? []} />
          {session && <Person session={session} />}
        </div>
      </header>
      <main className="paper" ref={main} tabIndex={-1}>
        <div className="page">
          {session && <Outlet />}
          {!session && error && (
            <>
              <h1>{page('fault')}</h1>
              <div className="above">
                <Trouble problem={problemOf(error)} retry={() => void refetch()} />
              </div>
            </>
          )}
          {!session && !error && <Waiting />}
        </div>
      </main>
    </div>
  )
}
