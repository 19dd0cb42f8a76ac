/** What a factor is called: its type, and the name it was given. */

import type { OwnFactor } from '#rules/me.ts'
import { pageOf } from '../../factors/index.ts'
import { useTranslation } from '../../texts/useTranslation.ts'

/** A contact's label is its masked address or number, which stands beside the name and not in it. */
export function useFactorName(): (factor: Pick<OwnFactor, 'type' | 'label'>) => string {
  const { t } = useTranslation('console')
  const type = useTypeName()
  return (factor) =>
    factor.type === 'totp' && factor.label !== '' ? t('ways.named', { name: type(factor.type), label: factor.label }) : type(factor.type)
}

export function useTypeName(): (type: string) => string {
  const { t } = useTranslation()
  return (type) => {
    const page = pageOf(type)
    return page ? t(page.name) : type
  }
}
