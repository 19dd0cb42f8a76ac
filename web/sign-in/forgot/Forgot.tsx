/** A forgotten password: one field, and afterwards always the same words, whoever was named. */
import { useState } from 'react'
import { Passage } from '../../parts/Passage.tsx'
import { useTranslation } from '../../texts/useTranslation.ts'
import { Step } from '../Step.tsx'
import { Way, Ways } from '../Ways.tsx'
import { AskForm } from './AskForm.tsx'
import { ToSignIn } from './ToSignIn.tsx'

export function Forgot() {
  const { t } = useTranslation()
  const [asked, setAsked] = useState(false)
  if (asked) return <Asked onAgain={() => setAsked(false)} />
  const aside = (
    <>
      <Passage lit={0} />
      <div className="aside-text">
        <h2>{t('forgot.asideTitle')}</h2>
        <p>{t('forgot.aside')}</p>
      </div>
    </>
  )
  return (
    <Step title={t('forgot.title')} lead={t('forgot.lead')} aside={aside}>
      <AskForm onAsked={() => setAsked(true)} />
      <Ways>
        <ToSignIn />
      </Ways>
    </Step>
  )
}

/** Shown in place of the form, here and where a link no longer works. */
export function Asked({ onAgain }: { onAgain(): void }) {
  const { t } = useTranslation()
  const aside = (
    <div className="aside-text">
      <h2>{t('forgot.nothingTitle')}</h2>
      <ol className="plain-steps">
        <li>{t('forgot.nothing1')}</li>
        <li>{t('forgot.nothing2')}</li>
        <li>{t('forgot.nothing3')}</li>
      </ol>
    </div>
  )
  return (
    <Step title={t('forgot.askedTitle')} lead={t('forgot.asked')} aside={aside}>
      <Ways>
        <Way word={t('forgot.again')} onGo={onAgain} />
        <ToSignIn />
      </Ways>
    </Step>
  )
}
