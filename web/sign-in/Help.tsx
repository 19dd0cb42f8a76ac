/** Who can help when no way works, in a quiet box. */

import { Note } from '../parts/Note.tsx'
import { useTranslation } from '../texts/useTranslation.ts'
import { Contact } from './Contact.tsx'
import { useFlow } from './flow.ts'

/** A closed user is not told of a second factor that could be reset: that would not help. */
export function Help() {
  const { t } = useTranslation()
  const { login } = useFlow()
  return (
    <Note title={t('help.title')}>
      <Contact account={login.account} can={login.reason === 'user-closed' ? undefined : t('help.reset')} />
    </Note>
  )
}
