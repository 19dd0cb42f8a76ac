/** The mailbox is the second factor too, and nothing else is held: a link cannot open both doors. Who can help (MW-13). */

import type { Account } from '../../parts/Gate.tsx'
import { Note } from '../../parts/Note.tsx'
import { refusalText } from '../../texts/refusal.ts'
import { useTranslation } from '../../texts/useTranslation.ts'
import { Contact } from '../Contact.tsx'
import { Step } from '../Step.tsx'
import { Ways } from '../Ways.tsx'
import { ToSignIn } from './ToSignIn.tsx'

export function NeedsHelp({ account }: { account: Account | undefined }) {
  const { t } = useTranslation()
  const aside = (
    <div className="aside-text">
      <h2>{t('recover.helpAsideTitle')}</h2>
      <p>{t('recover.helpAside')}</p>
    </div>
  )
  return (
    <Step account={account} title={t('recover.helpTitle')} lead={refusalText(t, 'recovery/needs-help')} aside={aside}>
      <div className="above">
        <Note title={t('help.title')}>
          <Contact account={account} can={t('recover.helpCan')} />
        </Note>
      </div>
      <Ways>
        <ToSignIn />
      </Ways>
    </Step>
  )
}
