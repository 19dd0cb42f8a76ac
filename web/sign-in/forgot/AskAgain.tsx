/** A link that was used or has expired: says so, and takes the wish for a new one in place. */
import { useState } from 'react'
import { Passage } from '../../parts/Passage.tsx'
import { useTranslation } from '../../texts/useTranslation.ts'
import { linkUsed } from '../places.ts'
import { Step } from '../Step.tsx'
import { Ways } from '../Ways.tsx'
import { AskForm } from './AskForm.tsx'
import { Asked } from './Forgot.tsx'
import { ToSignIn } from './ToSignIn.tsx'

export function AskAgain() {
  const { t } = useTranslation()
  const [asked, setAsked] = useState(false)
  if (asked) return <Asked onAgain={() => setAsked(false)} />
  const done = () => {
    linkUsed()
    setAsked(true)
  }
  return (
    <Step title={t('recover.overTitle')} lead={t('recover.over')} aside={<Passage lit={0} />}>
      <AskForm onAsked={done} />
      <Ways>
        <ToSignIn />
      </Ways>
    </Step>
  )
}
