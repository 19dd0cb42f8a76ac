/** Removing a factor: what happens, what is left, who is told; and why it may not go when it is the last. */

import type { OwnFactor } from '#rules/me.ts'
import { removeFactor } from '../../api/me.ts'
import type { Problem } from '../../api/problem.ts'
import { Dialog } from '../../parts/Dialog.tsx'
import { Note } from '../../parts/Note.tsx'
import { useTranslation } from '../../texts/useTranslation.ts'
import { DialogForm } from '../DialogForm.tsx'
import { useFactors, useMe } from '../data/queries.ts'
import { useChange } from '../data/useChange.ts'
import { useSay } from '../Said.tsx'
import { toldOf } from '../told.ts'
import { useNotice } from '../useNotice.ts'
import { useFactorName } from './useFactorName.ts'

export function Remove({ factor, onClose }: { factor: OwnFactor; onClose(): void }) {
  const { t } = useTranslation('console')
  const { busy, problem, run } = useChange()
  const [say, notice, nameOf] = [useSay(), useNotice(), useFactorName()]
  const told = toldOf(useMe(), 'urgent')
  const rest = useFactors().filter(({ id, type }) => id !== factor.id && type !== 'password' && type !== 'recovery-code')
  const app = factor.type === 'totp'
  const remove = async () => {
    const also = notice('urgent')
    if (!(await run(removeFactor(factor.id)))) return
    say(t(app ? 'remove.done' : 'remove.doneCode'), also)
    onClose()
  }
  const title = () => {
    if (!app) return t(factor.type === 'sms' ? 'remove.titleSms' : 'remove.titleMail')
    return factor.label === '' ? t('remove.title') : t('remove.titleNamed', { label: factor.label })
  }
  const last = problem?.code === 'factor/last'
  return (
    <Dialog title={title()} onClose={onClose}>
      <ul className="what-happens">
        <li>{app ? t('remove.app') : t('remove.code', { hint: factor.label })}</li>
        <li>{rest.length > 0 ? t('remove.left', { ways: [...new Set(rest.map(nameOf))].join(', ') }) : t('remove.leftNothing')}</li>
        <li>{t('remove.stay')}</li>
        {told !== '' && <li>{t('remove.told', { to: told })}</li>}
      </ul>
      {last && (
        <div className="above">
          <Note tone="bad" said="alert">
            {t('remove.last')}
          </Note>
        </div>
      )}
      <DialogForm
        action={t(app ? 'remove.action' : 'remove.actionCode')}
        danger
        busy={busy}
        problem={last ? undefined : (problem as Problem | undefined)}
        send={() => void remove()}
        onCancel={onClose}
      />
    </Dialog>
  )
}
