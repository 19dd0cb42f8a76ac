/** A link that no longer works: why that may be, whom to ask, and the way to the sign-in page. */
import { Button } from '@mantine/core'
import { Passage } from '../../parts/Passage.tsx'
import { useTranslation } from '../../texts/useTranslation.ts'
import { leave } from '../places.ts'
import { Step } from '../Step.tsx'

export function Over({ title, why, ask }: { title: string; why: string; ask: string }) {
  const { t } = useTranslation()
  return (
    <Step title={title} lead={why} aside={<Passage lit={0} />}>
      <div className="form">
        <p>{ask}</p>
        <Button size="md" fullWidth onClick={() => leave()}>
          {t('action.toSignIn')}
        </Button>
      </div>
    </Step>
  )
}
