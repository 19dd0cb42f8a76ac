/** The password: since when, and a new one by the rules of the account, with what becomes of other sessions said before. */
import { Button } from '@mantine/core'
import { useState } from 'react'
import { savePassword } from '../../api/me.ts'
import { Dialog } from '../../parts/Dialog.tsx'
import { PasswordField } from '../../parts/PasswordField.tsx'
import { passwordTrouble, ruleText } from '../../sign-in/rules.ts'
import { day, moment } from '../../texts/moment.ts'
import { useTranslation } from '../../texts/useTranslation.ts'
import { DialogForm } from '../DialogForm.tsx'
import { useFactors, useMe, useSessions } from '../data/queries.ts'
import { useChange } from '../data/useChange.ts'
import { useSay } from '../Said.tsx'
import { useNotice } from '../useNotice.ts'
import { Block } from './Block.tsx'

export function Password() {
  const { t } = useTranslation('console')
  const password = useFactors().find(({ type }) => type === 'password')
  const [changing, setChanging] = useState(false)
  const used = password?.lastUsedAt
  const since =
    password &&
    (used === undefined
      ? t('password.since', { date: day(password.boundAt) })
      : t('password.sinceUsed', { date: day(password.boundAt), used: moment(used) }))
  const action = (
    <Button variant="default" onClick={() => setChanging(true)}>
      {t('password.change')}
    </Button>
  )
  return (
    <Block id="password" title={t('password.title')} lead={since} action={action}>
      {changing && <Change onClose={() => setChanging(false)} />}
    </Block>
  )
}

function Change({ onClose }: { onClose(): void }) {
  const { t } = useTranslation('console')
  const { t: page } = useTranslation()
  const { user, rules } = useMe()
  const others = useSessions().filter(({ current }) => !current).length
  const [say, notice] = [useSay(), useNotice()]
  const { busy, problem, run } = useChange()
  const send = async (password: string) => {
    const [also, count] = [notice('urgent'), others]
    if (!(await run(savePassword(password)))) return
    say(count === 0 ? t('password.done') : t('password.doneEnded', { count }), also)
    onClose()
  }
  const lead = others === 0 ? t('password.leadAlone') : t('password.lead', { count: others })
  return (
    <Dialog title={page('newPassword.title')} lead={lead} onClose={onClose}>
      <DialogForm
        action={page('newPassword.action')}
        busy={busy}
        problem={problem}
        check={(text) => (text === '' ? page('newPassword.missing') : undefined)}
        words={(found) => passwordTrouble(page, found)}
        send={(text) => void send(text)}
        onCancel={onClose}
      >
        {(field) => (
          <>
            <input className="vh" type="text" autoComplete="username" value={user.username} readOnly tabIndex={-1} aria-hidden="true" />
            <PasswordField {...field} label={page('newPassword.label')} description={ruleText(page, rules)} fills="new-password" />
          </>
        )}
      </DialogForm>
    </Dialog>
  )
}
