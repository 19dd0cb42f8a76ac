/** Where a person without an authenticator app finds one. Any RFC 6238 app works; these two links name a known good one. */
import { useTranslation } from '../texts/useTranslation.ts'

const IPHONE = 'https://apps.apple.com/app/google-authenticator/id388497605'
const ANDROID = 'https://play.google.com/store/apps/details?id=com.google.android.apps.authenticator2'

const outside = (href: string) => ({ href, target: '_blank', rel: 'noopener noreferrer' })

export const iphoneLink = (word: string) => <a {...outside(IPHONE)}>{word}</a>
export const androidLink = (word: string) => <a {...outside(ANDROID)}>{word}</a>

export function Stores() {
  const { t } = useTranslation()
  return (
    <span className="stores">
      {iphoneLink(t('totp.forIphone'))}
      {androidLink(t('totp.forAndroid'))}
    </span>
  )
}
