/** Me › Security: how the person signs in, what would happen if something got lost, and every part of it that they can change. */
import { useTranslation } from '../../texts/useTranslation.ts'
import { Loaded } from '../Loaded.tsx'
import { Head } from '../shell/Head.tsx'
import { Asked } from './Asked.tsx'
import { Contacts } from './Contacts.tsx'
import { Lately } from './Lately.tsx'
import { Lost } from './Lost.tsx'
import { Password } from './Password.tsx'
import { RecoveryCodes } from './RecoveryCodes.tsx'
import { Sessions } from './Sessions.tsx'
import { Ways } from './Ways.tsx'

export function Security() {
  const { t } = useTranslation('console')
  return (
    <>
      <Head path={[t('shell.me'), t('shell.security')]} title={t('security.title')} lead={t('security.lead')} />
      <Loaded rows={6}>
        <Lost />
        <Ways />
        <Asked />
        <RecoveryCodes />
        <Password />
        <Contacts />
      </Loaded>
      <Loaded>
        <Sessions />
      </Loaded>
      <Loaded>
        <Lately />
      </Loaded>
    </>
  )
}
