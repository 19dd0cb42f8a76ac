/** One authenticator in the phone: whose it is, its passcode as a button that copies it, and the ring. */
import { inThrees } from './passcode.ts'
import { Ring } from './Ring.tsx'
import { useCopy } from './useCopy.ts'
import { useWords } from './words.ts'

type Props = {
  account: string
  username: string
  label: string | undefined
  code: string | undefined
  left: number
  onForget: (() => void) | undefined
}

export function Passcode({ account, username, label, code, left, onForget }: Props) {
  const say = useWords()
  const { copied, copy } = useCopy()
  const who = [account, username, label].filter(Boolean).join(' · ')
  return (
    <li>
      <span className="phone-who">
        <small>
          <span>{who}</span>
          {onForget && (
            <button type="button" className="text-button" aria-label={say('phone.forgetWho', { who })} onClick={onForget}>
              {say('phone.forget')}
            </button>
          )}
        </small>
        {code && (
          <button type="button" className="passcode" onClick={() => copy(code)}>
            <span className="vh">{say('phone.copy', { who })}: </span>
            {inThrees(code)}
            <span className="passcode-said" role="status">
              {copied === code ? say('phone.copied') : ''}
            </span>
          </button>
        )}
      </span>
      <Ring left={left} />
    </li>
  )
}
