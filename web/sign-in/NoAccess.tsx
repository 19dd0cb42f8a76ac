/** "I have no access to this": the last of the ways out opens in place what can be done for just this factor (MW-13). */
import { useId, useState } from 'react'
import { inOrder, pageOf } from '../factors/index.ts'
import { Note } from '../parts/Note.tsx'
import { Rich } from '../parts/Rich.tsx'
import { useTranslation } from '../texts/useTranslation.ts'
import { Contact } from './Contact.tsx'
import { accountName, useFlow } from './flow.ts'
import { Help } from './Help.tsx'

/** Where more can be said than whom to ask. */
const KNOWN = { totp: 'totp', sms: 'sms', email: 'email', 'recovery-code': 'recovery' } as const

type Props = {
  /** The factor type that is asked for; none where one is being chosen or set up. */
  type?: string
  /** The words of the button there. */
  word?: 'help.none' | 'help.stuck'
  /** What else is held and could be used. */
  others?: readonly { readonly type: string }[]
}

export function NoAccess({ type = '', word = 'help.none', others = [] }: Props) {
  const { t } = useTranslation()
  const [open, setOpen] = useState(false)
  const box = useId()
  const about = type in KNOWN ? KNOWN[type as keyof typeof KNOWN] : undefined
  return (
    <li>
      <button
        className="text-button"
        type="button"
        aria-expanded={open}
        aria-controls={open ? box : undefined}
        onClick={() => setOpen(!open)}
      >
        {t(about ? 'help.noAccess' : word)}
      </button>
      {open && <div id={box}>{about ? <Open about={about} others={others} /> : <Help />}</div>}
    </li>
  )
}

function Open({ about, others }: { about: (typeof KNOWN)[keyof typeof KNOWN]; others: NonNullable<Props['others']> }) {
  const { t } = useTranslation()
  const { login } = useFlow()
  const ways = [...new Set(inOrder(others).flatMap(({ type }) => pageOf(type)?.name ?? []))].map((name) => t(name))
  return (
    <Note title={t(`lost.${about}.title`)}>
      <p>{t(`lost.${about}.first`)}</p>
      {ways.length > 0 && (
        <p>
          <Rich text="lost.ways" values={{ ways: ways.join(', ') }} />
        </p>
      )}
      <Contact account={login.account} can={t(`lost.${about}.help`, { account: accountName(login) })} />
    </Note>
  )
}
