/** "Asked at sign-in": which of the ways held is asked first, with what that means beside it before it is saved. */
import { Button } from '@mantine/core'
import { useState } from 'react'
import { saveWay } from '../../api/me.ts'
import { Icon } from '../../parts/Icon.tsx'
import { Trouble } from '../../parts/Trouble.tsx'
import { useTranslation } from '../../texts/useTranslation.ts'
import { useMe } from '../data/queries.ts'
import { useChange } from '../data/useChange.ts'
import { Pick } from '../Pick.tsx'
import { useSay } from '../Said.tsx'
import { useNotice } from '../useNotice.ts'
import { Block } from './Block.tsx'

const WAYS = ['choose', 'totp', 'email', 'sms'] as const
type Way = (typeof WAYS)[number]
/** How each stands to the standard: meets it, is enough only beside another, or departs from it. */
const POSTURE = { choose: 'info', totp: 'check', sms: 'info', email: 'alert' } as const

const isWay = (text: string): text is Way => WAYS.some((way) => way === text)

export function Asked() {
  const { t } = useTranslation('console')
  const me = useMe()
  const [say, notice] = [useSay(), useNotice()]
  const { busy, problem, run } = useChange()
  const now = isWay(me.way) ? me.way : 'choose'
  const [picked, pick] = useState<Way>()
  const open = (way: Way) => way === 'choose' || me.ways.some((w) => w.type === way && w.allowed && w.held)
  const offered = WAYS.filter((way) => open(way) || way === now)
  const chosen = picked !== undefined && offered.includes(picked) ? picked : now
  if (!me.ways.some(({ held }) => held)) return <Block title={t('asked.title')} lead={t('asked.nothing')} />
  const save = async () => {
    if (!(await run(saveWay(chosen)))) return
    pick(undefined)
    say(t('asked.done', { way: t(`asked.${chosen}`) }), notice('quiet'))
  }
  const to = me.contacts.find(({ kind }) => kind === (chosen === 'sms' ? 'sms' : 'mail'))?.hint ?? ''
  return (
    <Block title={t('asked.title')} lead={t('asked.lead')}>
      <form
        className="beside"
        onSubmit={(event) => {
          event.preventDefault()
          void save()
        }}
      >
        <div>
          <Pick
            label={t('asked.label')}
            value={chosen}
            onChange={(event) => pick(event.currentTarget.value as Way)}
            data={offered.map((way) => ({ value: way, label: t(`asked.${way}`) }))}
          />
          {chosen !== now && (
            <div className="buttons after">
              <Button type="submit" aria-busy={busy}>
                {t('asked.save')}
              </Button>
              <Button variant="default" onClick={() => pick(undefined)}>
                {t('act.cancel')}
              </Button>
            </div>
          )}
        </div>
        <div aria-live="polite">
          <p>{t(`asked.then.${chosen}`, { to })}</p>
          <p className="posture" data-is={POSTURE[chosen]}>
            <Icon name={POSTURE[chosen]} size={16} />
            <span>{t(`asked.posture.${chosen}`)}</span>
          </p>
        </div>
      </form>
      {problem && (
        <div className="above">
          <Trouble problem={problem} retry={() => void save()} />
        </div>
      )}
    </Block>
  )
}
