/** The way back to the first door. */
import { useTranslation } from '../../texts/useTranslation.ts'

export function ToSignIn() {
  const { t } = useTranslation()
  return (
    <li>
      <a className="text-button" href="/sign-in">
        {t('action.toSignIn')}
      </a>
    </li>
  )
}
