/** Binding a first or a stronger factor on the way in: choose the type where there is a choice, then that type's own step. */
import { useState } from 'react'
import type { Ask } from '#rules/login/shape.ts'
import type { FactorPage } from '../../factors/factor.ts'
import { inOrder, pageOf } from '../../factors/index.ts'
import { Icon } from '../../parts/Icon.tsx'
import { Passage } from '../../parts/Passage.tsx'
import { Rich } from '../../parts/Rich.tsx'
import { useTranslation } from '../../texts/useTranslation.ts'
import { accountName, useFlow } from '../flow.ts'
import { daysLeft, Later } from '../Later.tsx'
import { NoAccess } from '../NoAccess.tsx'
import { Step } from '../Step.tsx'
import { Way, Ways } from '../Ways.tsx'
import { NoWay } from './NoWay.tsx'

export default function Enrol({ ask }: { ask: Ask & { kind: 'enrol' } }) {
  const { t } = useTranslation()
  const pages = inOrder(ask.types.map((type) => ({ type })))
    .map(({ type }) => pageOf(type))
    .filter((page) => page?.Enrol !== undefined) as readonly FactorPage[]
  const only = pages.length === 1 ? pages[0]?.type : undefined
  const [chosen, choose] = useState(only)
  const page = pages.find(({ type }) => type === chosen)
  const remark = daysLeft(t, ask.skippableUntil)
  if (pages.length === 0) return <NoWay />
  if (!page?.Enrol) return <Choice pages={pages} onChoose={choose} until={ask.skippableUntil} remark={remark} />
  const ways = (
    <>
      {only === undefined && <Way word={t('enrol.another')} onGo={() => choose(undefined)} />}
      <Later until={ask.skippableUntil} />
      <NoAccess word="help.stuck" />
    </>
  )
  return <page.Enrol key={page.type} sent={ask.sent} alone={only !== undefined} ways={ways} remark={remark} until={ask.skippableUntil} />
}

type ChoiceProps = { pages: readonly FactorPage[]; onChoose(type: string): void; until: string | undefined; remark: string | undefined }

function Choice({ pages, onChoose, until, remark }: ChoiceProps) {
  const { t } = useTranslation()
  const { login } = useFlow()
  const aside = (
    <>
      <Passage lit={1} />
      <div className="aside-text">
        <h2>{t('enrol.asideTitle')}</h2>
        <p>{t('enrol.aside')}</p>
      </div>
    </>
  )
  const lead = <Rich text="enrol.lead" values={{ account: accountName(login) }} />
  return (
    <Step at={2} account={login.account} title={t('enrol.title')} lead={lead} aside={aside} remark={remark}>
      <ul className="choices form">
        {pages.map((page) => (
          <li key={page.type}>
            <button className="choice" type="button" onClick={() => onChoose(page.type)}>
              <Icon name={page.icon} size={20} />
              <span>
                <b>{t(page.name)}</b>
                {page.promise && <small>{t(page.promise)}</small>}
              </span>
            </button>
          </li>
        ))}
      </ul>
      <Ways>
        <Later until={until} />
        <NoAccess />
      </Ways>
    </Step>
  )
}
