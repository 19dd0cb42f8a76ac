/** A step that this page cannot show: says so and names who can help. */
import { Button } from '@mantine/core'
import { useTranslation } from '../../texts/useTranslation.ts'
import { accountName, useFlow } from '../flow.ts'
import { Help } from '../Help.tsx'
import { Step } from '../Step.tsx'
import { useRestart } from '../useRestart.ts'

export function NoWay() {
  const { t } = useTranslation()
  const { login } = useFlow()
  const restart = useRestart()
  return (
    <Step
      at={2}
      account={login.account}
      title={t('refused.title')}
      lead={t('enrol.noWay', { account: accountName(login) })}
      aside={<div className="aside-text" />}
    >
      <div className="form">
        <Help />
        <Button size="md" fullWidth onClick={restart}>
          {t('action.startAgain')}
        </Button>
      </div>
    </Step>
  )
}
