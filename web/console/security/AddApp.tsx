/** A further authenticator app: its name, then the QR code and the first passcode. */
import { TextInput } from '@mantine/core'
import { useState } from 'react'
import { addApp, confirmFactor, type Secret } from '../../api/me.ts'
import { Dialog } from '../../parts/Dialog.tsx'
import { useTranslation } from '../../texts/useTranslation.ts'
import { DialogForm } from '../DialogForm.tsx'
import { useMe } from '../data/queries.ts'
import { useChange } from '../data/useChange.ts'
import { useSay } from '../Said.tsx'
import { useNotice } from '../useNotice.ts'
import { Passcode } from './Passcode.tsx'
import { Shown } from './Shown.tsx'

const LONGEST = 60

export function AddApp({ onClose }: { onClose(): void }) {
  const { t } = useTranslation('console')
  const { account } = useMe()
  const [say, notice] = [useSay(), useNotice()]
  const [secret, setSecret] = useState<Secret>()
  const [asking, confirming] = [useChange(), useChange()]
  const begin = async (name: string) => setSecret((await asking.run(addApp(name.trim())))?.value)
  const confirm = async (code: string) => {
    if (!(await confirming.run(confirmFactor(code)))) return
    say(t('app.done'), notice('urgent'))
    onClose()
  }
  return (
    <Dialog title={t('app.title')} lead={t('app.lead')} onClose={onClose}>
      {secret ? (
        <>
          <Shown secret={secret} />
          <Passcode account={account.name} change={confirming} send={(code) => void confirm(code)} onCancel={onClose} />
        </>
      ) : (
        <DialogForm
          action={t('app.begin')}
          busy={asking.busy}
          problem={asking.problem}
          send={(name) => void begin(name)}
          onCancel={onClose}
        >
          {({ field, value, onChange }) => (
            <TextInput
              ref={field}
              label={t('app.name')}
              description={t('app.nameHelp')}
              value={value}
              maxLength={LONGEST}
              onChange={(event) => onChange(event.currentTarget.value)}
            />
          )}
        </DialogForm>
      )}
    </Dialog>
  )
}
