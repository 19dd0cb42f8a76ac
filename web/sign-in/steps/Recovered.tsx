/** A forgotten password is replaced. Nobody is signed in by that: the way in is the first door, with the new password. */
import { Button } from '@mantine/core'
import { Passage } from '../../parts/Passage.tsx'
import { useTranslation } from '../../texts/useTranslation.ts'
import { useFlow } from '../flow.ts'
import { leave } from '../places.ts'
import { Step } from '../Step.tsx'

export default function Recovered() {
  const { t } = useTranslation()
  const { login } = useFlow()
  const aside = (
    <>
      <Passage lit={0} />
      <div className="aside-text">
        <h2>{t('recovered.asideTitle')}</h2>
        <p>{t('recovered.aside')}</p>
      </div>
    </>
  )
  return (
    <Step account={login.account} title={t('recovered.title')} lead={t('recovered.lead')} aside={aside}>
      <div className="form">
        <Button size="md" fullWidth onClick={() => leave()}>
          {t('start.title')}
        </Button>
      </div>
    </Step>
  )
}
