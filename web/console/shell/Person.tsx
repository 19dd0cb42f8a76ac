/** Who is signed in, at the foot of the side, and the way out. */
import { useState } from 'react'
import type { PublicSession } from '#rules/login/shape.ts'
import { keepingChoices } from '../../api/remember.ts'
import { signOut } from '../../api/session.ts'
import { leave } from '../../sign-in/places.ts'
import { refusalText } from '../../texts/refusal.ts'
import { useTranslation } from '../../texts/useTranslation.ts'
import { useGuard } from '../session/guarded.ts'

const initials = (name: string) =>
  name
    .split(/\s+/)
    .map((word) => word.charAt(0))
    .filter((_, i, all) => i === 0 || i === all.length - 1)
    .join('')
    .toUpperCase()

export function Person({ session: { user } }: { session: PublicSession }) {
  const { t } = useTranslation('console')
  const { t: page } = useTranslation()
  const guard = useGuard()
  const [trouble, setTrouble] = useState<string>()
  const out = async () => {
    const restore = keepingChoices()
    const answer = await guard(signOut)
    if (!answer) return
    if (!answer.ok) return setTrouble(answer.problem.code === 'network' ? page('trouble.network') : refusalText(page, answer.problem.code))
    restore()
    leave('signedOut')
  }
  return (
    <div className="me">
      <div className="me-who">
        <span className="monogram" aria-hidden="true">
          {initials(user.name)}
        </span>
        <span>
          <span className="vh">{t('shell.signedInAs', { username: user.username })}</span>
          <b>{user.name}</b>
          <small aria-hidden="true">{user.username}</small>
        </span>
      </div>
      <button className="text-button" type="button" onClick={() => void out()}>
        {page('home.signOut')}
      </button>
      <span className="quiet" role="alert">
        {trouble}
      </span>
    </div>
  )
}
