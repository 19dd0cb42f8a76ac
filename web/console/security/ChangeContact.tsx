/** A new address or number: typed, sent a code, proven by it. Also proves one that somebody has proposed before. */
import { TextInput } from '@mantine/core'
import { useEffect, useRef, useState } from 'react'
import type { CodeSent, Contact, ContactKind, Proposed } from '#rules/me.ts'
import { proposeContact, proveContact, resendTo } from '../../api/me.ts'
import { Dialog } from '../../parts/Dialog.tsx'
import { Trouble } from '../../parts/Trouble.tsx'
import { useTranslation } from '../../texts/useTranslation.ts'
import { CodeSteps } from '../CodeSteps.tsx'
import { DialogForm, useFieldWords } from '../DialogForm.tsx'
import { useChange } from '../data/useChange.ts'
import { useSay } from '../Said.tsx'
import { Waiting } from '../Waiting.tsx'

type Props = { kind: ContactKind; contact: Contact | undefined; proposed?: Proposed; onClose(): void }
type Underway = { readonly id: string; readonly value: string; readonly sent: CodeSent }

export function ChangeContact({ kind, contact, proposed, onClose }: Props) {
  const { t } = useTranslation('console')
  const say = useSay()
  const [asking, proving] = [useChange(), useChange()]
  const [underway, setUnderway] = useState<Underway | undefined>(
    proposed?.sent && proposed.sent.triesLeft > 0 ? { id: proposed.id, value: proposed.value, sent: proposed.sent } : undefined,
  )
  const begin = async (text: string) => {
    const value = text.trim()
    const made = await asking.run(proposeContact(kind, value))
    if (made) setUnderway({ id: made.value.id, value, sent: made.value })
  }
  const prove = async (code: string) => {
    if (!underway) return
    const made = await proving.run(proveContact(underway.id, code))
    if (!made) return
    const value = made.value.contacts.find((one) => one.kind === kind)?.value ?? underway.value
    say(contact?.usable ? t('contacts.doneTold', { value, old: contact.value }) : t('contacts.done', { value }))
    onClose()
  }
  const missing = t(kind === 'mail' ? 'contacts.mailMissing' : 'contacts.smsMissing')
  const words = useFieldWords(missing)
  if (underway)
    return (
      <Dialog title={t('contacts.proveTitle', { value: underway.value })} onClose={onClose}>
        <CodeSteps
          first={underway.sent}
          again={resendTo(underway.id)}
          change={proving}
          action={t('code.confirm')}
          send={(code) => void prove(code)}
          onCancel={onClose}
        />
      </Dialog>
    )
  if (proposed) return <First proposed={proposed} onSent={(sent) => setUnderway({ ...proposed, sent })} onClose={onClose} />
  const titles = { mail: t('contacts.changeMail'), sms: t(contact ? 'contacts.changeSms' : 'contacts.addSms') }
  return (
    <Dialog title={titles[kind]} onClose={onClose}>
      <DialogForm
        action={t('contacts.send')}
        busy={asking.busy}
        problem={asking.problem}
        check={(text) => (text.trim() === '' ? missing : undefined)}
        words={words}
        send={(text) => void begin(text)}
        onCancel={onClose}
      >
        {({ field, value, error, onChange }) => (
          <TextInput
            ref={field}
            type={kind === 'mail' ? 'email' : 'tel'}
            autoComplete={kind === 'mail' ? 'email' : 'tel'}
            label={t(kind === 'mail' ? 'contacts.newMail' : 'contacts.newSms')}
            description={t(kind === 'mail' ? 'contacts.mailHelp' : 'contacts.smsHelp')}
            error={error}
            errorProps={{ role: 'alert' }}
            value={value}
            onChange={(event) => onChange(event.currentTarget.value)}
          />
        )}
      </DialogForm>
    </Dialog>
  )
}

/** Asks for the first code of a contact that was proposed elsewhere. */
function First({ proposed, onSent, onClose }: { proposed: Proposed; onSent(sent: CodeSent): void; onClose(): void }) {
  const { t } = useTranslation('console')
  const { problem, run } = useChange()
  const asked = useRef(false)
  const ask = async () => {
    const made = await run(resendTo(proposed.id))
    if (made) onSent(made.value)
  }
  // biome-ignore lint/correctness/useExhaustiveDependencies: asked for once, when the dialog opens.
  useEffect(() => {
    if (asked.current) return
    asked.current = true
    void ask()
  }, [])
  return (
    <Dialog title={t('contacts.proveTitle', { value: proposed.value })} onClose={onClose}>
      {problem ? (
        <div className="above">
          <Trouble problem={problem} retry={() => void ask()} />
        </div>
      ) : (
        <Waiting rows={2} />
      )}
    </Dialog>
  )
}
