/** A page that could not be made because the server did not answer: says so and offers to try again. */

import type { Problem } from '../api/problem.ts'
import { Passage } from '../parts/Passage.tsx'
import { Trouble } from '../parts/Trouble.tsx'
import { useTranslation } from '../texts/useTranslation.ts'
import { Step } from './Step.tsx'

export function Fault({ problem }: { problem: Problem }) {
  const { t } = useTranslation()
  return (
    <Step title={t('fault')} aside={<Passage lit={0} />}>
      <div className="above">
        <Trouble problem={problem} retry={() => location.reload()} />
      </div>
    </Step>
  )
}
