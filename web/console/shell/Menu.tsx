/** The main menu: groups of pages, without what the person may not open. Later pages join a group here. */
import { Link, type LinkProps } from '@tanstack/react-router'
import type { ParseKeys } from 'i18next'
import { useTranslation } from '../../texts/useTranslation.ts'
import { Glyph, type GlyphName } from '../Glyph.tsx'

type Item = { to: NonNullable<LinkProps['to']>; word: ParseKeys<'console'>; glyph: GlyphName; may?: string }
type Group = { word: ParseKeys<'console'>; items: readonly Item[] }

const GROUPS: readonly Group[] = [
  {
    word: 'shell.me',
    items: [
      { to: '/me/security', word: 'shell.security', glyph: 'shield' },
      { to: '/me/profile', word: 'shell.profile', glyph: 'user' },
    ],
  },
]

export function Menu({ path, permissions }: { path: string; permissions: readonly string[] }) {
  const { t } = useTranslation('console')
  const open = ({ may }: Item) => may === undefined || permissions.includes(may)
  return (
    <nav aria-label={t('shell.menu')}>
      {GROUPS.map(({ word, items }) => ({ word, items: items.filter(open) }))
        .filter(({ items }) => items.length > 0)
        .map(({ word, items }) => (
          <div key={word} className="menu-group">
            <p id={word}>{t(word)}</p>
            <ul aria-labelledby={word}>
              {items.map((item) => (
                <li key={item.word}>
                  <Link to={item.to} data-here={path.startsWith(item.to) || undefined} aria-current={path === item.to ? 'page' : undefined}>
                    <Glyph name={item.glyph} size={18} />
                    {t(item.word)}
                  </Link>
                </li>
              ))}
            </ul>
          </div>
        ))}
    </nav>
  )
}
