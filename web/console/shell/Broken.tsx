/** What is seen in place of a page that could not be loaded or drawn. */

import { unreachable } from '../../api/problem.ts'
import { Trouble } from '../../parts/Trouble.tsx'
import { useTranslation } from '../../texts/useTranslation.ts'

export function Broken() {
  const { t } = useTranslation()
  return (
    <>
      <h1>{t('fault')}</h1>
      <div className="above">
        <Trouble problem={unreachable.problem} retry={() => location.reload()} />
      </div>
    </>
  )
}
