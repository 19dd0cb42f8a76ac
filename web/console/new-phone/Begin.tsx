/** The first step of moving to a new phone: what will happen, which app moves where there are several, and a name for the new one. */
import { TextInput } from '@mantine/core'
import { useState } from 'react'
import type { OwnFactor } from '#rules/me.ts'
import { addApp, type Secret } from '../../api/me.ts'
import { Rich } from '../../parts/Rich.tsx'
import { day } from '../../texts/moment.ts'
import { useTranslation } from '../../texts/useTranslation.ts'
import { DialogForm } from '../DialogForm.tsx'
import { useChange } from '../data/useChange.ts'
import { Pick } from '../Pick.tsx'

const LONGEST = 60

type Props = { apps: readonly OwnFactor[]; first: OwnFactor | undefined; onSecret(secret: Secret): void }

export function Begin({ apps, first, onSecret }: Props) {
  const { t } = useTranslation('console')
  const { busy, problem, run } = useChange()
  const [moves, setMoves] = useState(first?.id)
  const begin = async (name: string) => {
    const made = await run(addApp(name.trim(), moves))
    if (made) onSecret(made.value)
  }
  return (
    <>
      <h2>{t('phone.happens')}</h2>
      <ol className="plain-steps after">
        <li>
          <Rich ns="console" text="phone.step1" />
        </li>
        <li>
          <Rich ns="console" text="phone.step2" />
        </li>
        <li>
          <Rich ns="console" text="phone.step3" />
        </li>
      </ol>
      <DialogForm action={t('phone.begin')} busy={busy} problem={problem} initial={t('phone.newName')} send={(name) => void begin(name)}>
        {({ field, value, onChange }) => (
          <>
            {apps.length > 1 && (
              <Pick
                label={t('phone.which')}
                value={moves}
                onChange={(event) => setMoves(event.currentTarget.value)}
                data={apps.map(({ id, label, boundAt }) => ({
                  value: id,
                  label: label === '' ? t('phone.plain', { date: day(boundAt) }) : label,
                }))}
              />
            )}
            <TextInput
              ref={field}
              label={t('phone.name')}
              description={t('phone.nameHelp')}
              value={value}
              maxLength={LONGEST}
              onChange={(event) => onChange(event.currentTarget.value)}
            />
          </>
        )}
      </DialogForm>
    </>
  )
}
