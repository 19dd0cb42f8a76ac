/** One authenticator in the phone: whose it is, its passcode as a button that copies it, and the ring. */
import { useState } from 'react'
import { inThrees } from './passcode.ts'
import { Ring } from './Ring.tsx'
import { useWords } from './words.ts'

type Props = {
  account: string
  username: string
  code: string | undefined
  left: number
  onForget: (() => void) | undefined
}

export function Passcode({ account, username, code, left, onForget }: Props) {
  const say = useWords()
  const [copied, setCopied] = useState<string>()
  const copy = async (text: string) => {
    await navigator.clipboard.writeText(text)
    setCopied(text)
    setTimeout(() => setCopied(undefined), 2000)
  }
  const who = [account, username].filter(Boolean).join(' · ')
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
          <button type="button" className="passcode" onClick={() => void copy(code).catch(() => undefined)}>
            <span className="vh">{say('phone.copy', { who: username, account })}: </span>
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
