/** The second door: one factor is asked for, the others are offered as ways below it. */
import { useState } from 'react'
import type { Ask } from '#rules/login/shape.ts'
import { inOrder, pageOf } from '../../factors/index.ts'
import { useTranslation } from '../../texts/useTranslation.ts'
import { useFlow } from '../flow.ts'
import { NoAccess } from '../NoAccess.tsx'
import { Way } from '../Ways.tsx'
import { NoWay } from './NoWay.tsx'

export function Answer({ ask }: { ask: Ask & { kind: 'answer' } }) {
  const { t } = useTranslation()
  const { login } = useFlow()
  const factors = inOrder(ask.factors)
  // Who reloads the page while a code is on its way stays with that code.
  const [chosen, choose] = useState(ask.sent?.factor)
  const factor = factors.find(({ id }) => id === chosen) ?? factors[0]
  const page = factor && pageOf(factor.type)
  if (!factor || !page) return <NoWay />
  const others = factors.filter(({ id }) => id !== factor.id)
  const ways = (
    <>
      {others.map((other) => {
        const use = pageOf(other.type)?.use
        return use && <Way key={other.id} word={t(use)} hint={other.hint} onGo={() => choose(other.id)} />
      })}
      {login.purpose !== 'step-up' && <NoAccess type={factor.type} others={others} />}
    </>
  )
  const sent = ask.sent?.factor === factor.id ? ask.sent : undefined
  // Whoever forgot the password shows who they are before they choose a new one.
  const title = login.purpose === 'recover' ? t('recover.showTitle') : undefined
  return <page.Answer key={factor.id} factor={factor} sent={sent} alone={others.length === 0} ways={ways} title={title} />
}
