/** The frame of every page before the session: the form on paper, the explanation beside it, who can help in the foot. */
import type { ReactNode } from 'react'
import type { PublicLogin } from '#rules/login/shape.ts'
import { useTranslation } from '../texts/useTranslation.ts'
import { Languages } from './Languages.tsx'
import { Mark } from './Mark.tsx'

export type Account = { readonly name: string; readonly help?: NonNullable<PublicLogin['account']>['help'] }

const initials = (name: string) =>
  name
    .split(/\s+/)
    .map((word) => word.charAt(0))
    .slice(0, 2)
    .join('')
    .toUpperCase()

export function Gate({
  account,
  aside,
  remark,
  children,
}: {
  account?: Account | undefined
  aside?: ReactNode
  remark?: string | undefined
  children: ReactNode
}) {
  const { t } = useTranslation()
  return (
    <div className="gate">
      <div className="gate-form">
        <header className="gate-head">
          {account ? (
            <span className="brand-tile" aria-hidden="true">
              {initials(account.name)}
            </span>
          ) : (
            <Mark size={24} />
          )}
          <b>{account?.name ?? 'Sallyport'}</b>
        </header>
        <main>{children}</main>
        <footer className="foot">
          <Help account={account} word={t('foot.help')} />
          <Languages />
          <span className="by">
            {remark}
            {remark === undefined && account && (
              <>
                <Mark size={14} /> Sallyport
              </>
            )}
          </span>
        </footer>
      </div>
      <aside className="gate-aside">{aside}</aside>
    </div>
  )
}

function Help({ account, word }: { account: Account | undefined; word: string }) {
  const { email, phone } = account?.help ?? {}
  const href = email !== undefined ? `mailto:${email}` : phone !== undefined ? `tel:${phone}` : undefined
  return href === undefined ? null : (
    <a href={href}>
      {word}: {email ?? phone}
    </a>
  )
}
