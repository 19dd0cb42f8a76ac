/** The head of a page: the path to it, its name and what it is for. A page that was just opened is read out from here on. */
import { Link, type LinkProps } from '@tanstack/react-router'
import { type ReactNode, useEffect, useRef } from 'react'
import { useTranslation } from '../../texts/useTranslation.ts'
import { useSession } from '../data/queries.ts'

type Props = {
  /** The names of the menu on the way here; one with an address is a link. */
  path: readonly (string | { readonly word: string; readonly to: NonNullable<LinkProps['to']> })[]
  title: string
  lead: ReactNode
}

let first = true

export function Head({ path, title, lead }: Props) {
  const { t } = useTranslation('console')
  const account = useSession().data?.account.name ?? 'Sallyport'
  const heading = useRef<HTMLHeadingElement>(null)
  useEffect(() => {
    document.title = `${title} · ${account}`
  }, [title, account])
  useEffect(() => {
    // Opened by the browser itself: nobody needs to be told that the page changed.
    if (!first) heading.current?.focus()
    first = false
  }, [])
  return (
    <div className="head">
      <nav aria-label={t('shell.path')}>
        <ol className="crumbs">
          {path.map((step) => (
            <li key={typeof step === 'string' ? step : step.word}>
              {typeof step === 'string' ? step : <Link to={step.to}>{step.word}</Link>}
            </li>
          ))}
        </ol>
      </nav>
      <h1 ref={heading} tabIndex={-1}>
        {title}
      </h1>
      <p className="lead">{lead}</p>
    </div>
  )
}
