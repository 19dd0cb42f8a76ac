/** The sentence about who was told, for behind the sentence about what was done. */
import { useQueryClient } from '@tanstack/react-query'
import { useTranslation } from '../texts/useTranslation.ts'
import { ME } from './data/queries.ts'
import { type Notice, toldOf } from './told.ts'

/** Undefined when nobody could be told. Taken when the deed is done, so that it says whom the notice really went to. */
export function useNotice(): (notice: Notice) => string | undefined {
  const { t } = useTranslation('console')
  const queries = useQueryClient()
  return (notice) => {
    const me = queries.getQueryData(ME.queryKey)
    const to = me ? toldOf(me, notice) : ''
    return to === '' ? undefined : t('said.notice', { to })
  }
}
