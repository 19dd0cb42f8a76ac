/** Me › Profile: who the person is here, the language they are spoken to, and how these pages look in this browser. */
import { type MantineColorScheme, useMantineColorScheme } from '@mantine/core'
import i18next from 'i18next'
import { type Language, saveLanguage } from '../../api/me.ts'
import { Facts } from '../../parts/Facts.tsx'
import { Trouble } from '../../parts/Trouble.tsx'
import { LANGUAGES, speakByHand } from '../../texts/speak.ts'
import { useTranslation } from '../../texts/useTranslation.ts'
import { useMe } from '../data/queries.ts'
import { useChange } from '../data/useChange.ts'
import { Loaded } from '../Loaded.tsx'
import { Pick } from '../Pick.tsx'
import { useSay } from '../Said.tsx'
import { Block } from '../security/Block.tsx'
import { Head } from '../shell/Head.tsx'

export function Profile() {
  const { t } = useTranslation('console')
  return (
    <>
      <Head path={[t('shell.me'), t('shell.profile')]} title={t('profile.title')} lead={t('profile.lead')} />
      <Loaded>
        <Who />
        <Speaking />
      </Loaded>
      <Colours />
    </>
  )
}

function Who() {
  const { t } = useTranslation('console')
  const { t: page } = useTranslation()
  const { user, account } = useMe()
  return (
    <Block title={t('profile.who')} lead={t('profile.whoNote')}>
      <Facts
        prose
        rows={[
          [page('home.name'), user.name],
          [page('home.username'), user.username],
          [page('home.account'), account.name],
        ]}
      />
    </Block>
  )
}

function Speaking() {
  const { t } = useTranslation('console')
  const say = useSay()
  const { user } = useMe()
  const { problem, run } = useChange()
  const change = async (language: Language) => {
    if (!(await run(saveLanguage(language)))) return
    // The pages follow in this browser too, whatever was chosen in it before.
    await speakByHand(language)
    say(i18next.t('profile.languageDone', { ns: 'console' }))
  }
  return (
    <Block title={t('profile.language')}>
      <div className="short after">
        <Pick
          aria-label={t('profile.language')}
          description={t('profile.languageHelp')}
          value={user.language}
          onChange={(event) => void change(event.currentTarget.value as Language)}
        >
          {Object.entries(LANGUAGES).map(([language, name]) => (
            <option key={language} value={language} lang={language}>
              {name}
            </option>
          ))}
        </Pick>
      </div>
      {problem && (
        <div className="above">
          <Trouble problem={problem} />
        </div>
      )}
    </Block>
  )
}

function Colours() {
  const { t } = useTranslation('console')
  const { colorScheme, setColorScheme } = useMantineColorScheme()
  return (
    <Block title={t('profile.colours')}>
      <div className="short after">
        <Pick
          aria-label={t('profile.colours')}
          description={t('profile.coloursHelp')}
          value={colorScheme}
          onChange={(event) => setColorScheme(event.currentTarget.value as MantineColorScheme)}
          data={[
            { value: 'auto', label: t('profile.system') },
            { value: 'light', label: t('profile.light') },
            { value: 'dark', label: t('profile.dark') },
          ]}
        />
      </div>
    </Block>
  )
}
