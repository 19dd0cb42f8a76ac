/** Ten new recovery codes: shown once, taken along, and only then counting; the sheet before works until that moment. */
import { Checkbox } from '@mantine/core'
import { useEffect, useRef, useState } from 'react'
import { keepCodes, makeCodes } from '../../api/me.ts'
import { Dialog } from '../../parts/Dialog.tsx'
import { Trouble } from '../../parts/Trouble.tsx'
import { Codes } from '../../sign-in/steps/Codes.tsx'
import { useTranslation } from '../../texts/useTranslation.ts'
import { DialogForm } from '../DialogForm.tsx'
import { useFactors, useMe } from '../data/queries.ts'
import { useChange } from '../data/useChange.ts'
import { useSay } from '../Said.tsx'
import { useNotice } from '../useNotice.ts'
import { Waiting } from '../Waiting.tsx'

export function MakeCodes({ onClose }: { onClose(): void }) {
  const { t } = useTranslation('console')
  const { t: page } = useTranslation()
  const { account, user } = useMe()
  // As it was when this began: the new sheet is not the one before.
  const [had] = useState(useFactors().some(({ type, left }) => type === 'recovery-code' && (left ?? 0) > 0))
  const [say, notice] = [useSay(), useNotice()]
  const [making, keeping] = [useChange(), useChange()]
  const [codes, setCodes] = useState<readonly string[]>()
  const [kept, setKept] = useState(false)
  const [missing, setMissing] = useState(false)
  const box = useRef<HTMLInputElement>(null)
  const asked = useRef(false)
  const make = async () => {
    const made = await making.run(makeCodes())
    setCodes(made?.value.codes)
    return made !== undefined
  }
  // biome-ignore lint/correctness/useExhaustiveDependencies: asked for once, when the dialog opens; every further call would make another sheet.
  useEffect(() => {
    if (asked.current) return
    asked.current = true
    void make()
  }, [])
  const gaveUp = asked.current && !making.busy && !making.problem && !codes
  useEffect(() => {
    if (gaveUp) onClose()
  }, [gaveUp, onClose])
  const keep = async () => {
    setMissing(!kept)
    if (!kept) return box.current?.focus()
    if (!(await keeping.run(keepCodes()))) return
    say(t('codes.done'), notice('quiet'))
    onClose()
  }
  return (
    <Dialog title={t('codes.sheetTitle')} lead={t(had ? 'codes.sheetLead' : 'codes.sheetLeadFirst')} onClose={onClose}>
      {making.problem && (
        <div className="above">
          <Trouble problem={making.problem} retry={() => void make()} />
        </div>
      )}
      {!making.problem && !codes && <Waiting rows={5} />}
      {codes && (
        <>
          <Codes codes={codes} account={account.name} username={user.username} />
          <DialogForm action={t('codes.keep')} busy={keeping.busy} problem={keeping.problem} send={() => void keep()} onCancel={onClose}>
            {() => (
              <Checkbox
                ref={box}
                label={page('codes.kept')}
                checked={kept}
                onChange={(event) => setKept(event.currentTarget.checked)}
                error={missing && !kept ? <span role="alert">{page('codes.notKept')}</span> : undefined}
              />
            )}
          </DialogForm>
        </>
      )}
    </Dialog>
  )
}
