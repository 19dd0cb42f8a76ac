/** The plain page after sign-in: who is signed in, with what, until when, and the two ways out. */
import { useEffect, useRef } from 'react'
import type { PublicSession } from '#rules/login/shape.ts'
import { pageOf } from '../../factors/index.ts'
import { Facts } from '../../parts/Facts.tsx'
import { Languages } from '../../parts/Languages.tsx'
import { Mark } from '../../parts/Mark.tsx'
import { Rich } from '../../parts/Rich.tsx'
import { clockTime, moment } from '../../texts/moment.ts'
import { speakTo } from '../../texts/speak.ts'
import { useTranslation } from '../../texts/useTranslation.ts'
import { Factors } from './Factors.tsx'
import { SignOut } from './SignOut.tsx'

const STANDING = {
  password: 'home.strengthPassword',
  'two-step': 'home.strengthTwoStep',
  strong: 'home.strengthStrong',
  'phishing-resistant': 'home.strengthPhishing',
} as const

export function Home({ session }: { session: PublicSession }) {
  const { t } = useTranslation()
  const { user, account, factors, strength, expiresAt } = session
  const main = useRef<HTMLElement>(null)
  useEffect(() => void speakTo(user.language), [user.language])
  useEffect(() => {
    document.title = `${t('home.title')} · ${account.name}`
  }, [t, account.name])
  const nameOf = (type: string) => {
    const page = pageOf(type)
    return page ? t(page.name) : type
  }
  const opened = factors.map(({ id, type, at }) => (
    <div key={id}>
      {nameOf(type)}, {clockTime(at)}
    </div>
  ))
  const standing = strength in STANDING ? t(STANDING[strength as keyof typeof STANDING]) : strength
  return (
    <div className="sheet">
      <button className="skip text-button" type="button" onClick={() => main.current?.focus()}>
        {t('home.skip')}
      </button>
      <header className="sheet-head">
        <div>
          <Mark size={22} />
          <b>{account.name}</b>
        </div>
      </header>
      <main ref={main} tabIndex={-1}>
        <h1>{t('home.title')}</h1>
        <p className="lead">
          <Rich text="home.lead" values={{ name: user.name, account: account.name }} />
        </p>
        <section className="block">
          <h2>{t('home.session')}</h2>
          <Facts
            prose
            rows={[
              [t('home.opened'), opened],
              [t('home.strength'), standing],
              [t('home.ends'), moment(expiresAt)],
            ]}
          />
        </section>
        <section className="block">
          <h2>{t('home.who')}</h2>
          <Facts
            prose
            rows={[
              [t('home.name'), user.name],
              [t('home.username'), user.username],
              [t('home.email'), user.email],
              [t('home.account'), account.name],
            ]}
          />
          <a className="text-button" href="/me/profile">
            {t('home.toProfile')}
          </a>
        </section>
        <Factors />
        <SignOut csrf={session.csrf} />
      </main>
      <footer className="foot">
        <Languages />
        <span className="by">
          <Mark size={14} /> Sallyport
        </span>
      </footer>
    </div>
  )
}
