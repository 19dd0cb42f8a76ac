/** The help contact that the operator or the account has set, by e-mail and phone (MW-13), and what it can do. */
import type { ReactNode } from 'react'
import { Facts } from '../parts/Facts.tsx'
import type { Account } from '../parts/Gate.tsx'
import { useTranslation } from '../texts/useTranslation.ts'

/** `can`: what the contact can do about it, in a sentence. */
export function Contact({ account, can }: { account: Account | undefined; can?: ReactNode }) {
  const { t } = useTranslation()
  const { email, phone } = account?.help ?? {}
  const known = account !== undefined && (email !== undefined || phone !== undefined)
  const rows = [
    ...(email === undefined ? [] : [[t('help.email'), link(`mailto:${email}`, email)] as const]),
    ...(phone === undefined ? [] : [[t('help.phone'), link(`tel:${phone.replace(/\s/g, '')}`, phone)] as const]),
  ]
  return (
    <>
      <p>
        {known ? t('help.ask', { account: account.name }) : t('help.askUnknown')} {can}
      </p>
      {known && <Facts prose rows={rows} />}
    </>
  )
}

const link = (href: string, word: string) => <a href={href}>{word}</a>
