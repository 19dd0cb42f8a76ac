/** Who can help when no way works: the contact that the operator or the account has set. */
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { Facts } from '../parts/Facts.tsx'
import { Note } from '../parts/Note.tsx'
import { accountName, useFlow } from './flow.ts'

/** The contact in a quiet box. A closed user is not told of a second factor that could be reset: that would not help. */
export function Help() {
  const { t } = useTranslation()
  const { login } = useFlow()
  const { email, phone } = login.account?.help ?? {}
  const closed = login.reason === 'user-closed'
  const known = email !== undefined || phone !== undefined
  const rows = [
    ...(email === undefined
      ? []
      : [
          [
            t('help.email'),
            <a key="email" href={`mailto:${email}`}>
              {email}
            </a>,
          ] as const,
        ]),
    ...(phone === undefined
      ? []
      : [
          [
            t('help.phone'),
            <a key="phone" href={`tel:${phone.replace(/\s/g, '')}`}>
              {phone}
            </a>,
          ] as const,
        ]),
  ]
  return (
    <Note title={t('help.title')}>
      {known
        ? t(closed ? 'help.askOnly' : 'help.ask', { account: accountName(login) })
        : t(closed ? 'help.askOnlyUnknown' : 'help.askUnknown')}
      {known && <Facts prose rows={rows} />}
    </Note>
  )
}

/** The last of the ways out: opens the box in place. */
export function NoneOfThese() {
  const { t } = useTranslation()
  const [open, setOpen] = useState(false)
  return (
    <li>
      <button className="text-button" type="button" aria-expanded={open} onClick={() => setOpen(!open)}>
        {t('help.none')}
      </button>
      {open && <Help />}
    </li>
  )
}
