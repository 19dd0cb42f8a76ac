/** A new password is demanded: why, by which rules, and the field for it. Typed once, because it can be shown. */

import type { Ask } from '#rules/login/shape.ts'
import { choosePassword } from '../../api/login.ts'
import { useTranslation } from '../../texts/useTranslation.ts'
import { useFlow, useTurn } from '../flow.ts'
import { GoodPassword } from '../GoodPassword.tsx'
import { PasswordForm } from '../PasswordForm.tsx'
import { Step } from '../Step.tsx'

const WHY = {
  asked: 'newPassword.whyAsked',
  expired: 'newPassword.whyExpired',
  rules: 'newPassword.whyRules',
  breached: 'newPassword.whyBreached',
  forgotten: 'newPassword.whyForgotten',
} as const

export default function NewPassword({ ask }: { ask: Ask & { kind: 'new-password' } }) {
  const { t } = useTranslation()
  const { login } = useFlow()
  const { busy, problem, go } = useTurn()
  const reasons = ask.reasons.filter((reason): reason is keyof typeof WHY => reason in WHY).map((reason) => t(WHY[reason]))
  const lead = reasons.length > 0 ? reasons.join(' ') : t('newPassword.why')
  return (
    <Step
      at={login.purpose === 'recover' ? undefined : 3}
      account={login.account}
      title={t('newPassword.title')}
      lead={lead}
      aside={<GoodPassword />}
    >
      <PasswordForm
        label={t('newPassword.label')}
        action={t('newPassword.action')}
        username={login.user?.username ?? ''}
        rules={ask.rules}
        busy={busy}
        problem={problem}
        send={(password) => go(() => choosePassword(password))}
      />
    </Step>
  )
}
