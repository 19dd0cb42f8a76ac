/** "Confirm it is you": the steps of the sign-in pages, in a dialog over whatever was being done. What is asked is the server's decision. */
import { Button } from '@mantine/core'
import { useQueryClient } from '@tanstack/react-query'
import { type ReactNode, Suspense, useCallback, useEffect, useMemo, useRef, useState } from 'react'
import type { PublicLogin } from '#rules/login/shape.ts'
import { end } from '../../api/login.ts'
import { stepUp } from '../../api/me.ts'
import type { Problem } from '../../api/problem.ts'
import { Dialog } from '../../parts/Dialog.tsx'
import { Note } from '../../parts/Note.tsx'
import { Trouble } from '../../parts/Trouble.tsx'
import { FlowContext } from '../../sign-in/flow.ts'
import { Help } from '../../sign-in/Help.tsx'
import { leave } from '../../sign-in/places.ts'
import { StepFrame, type StepProps } from '../../sign-in/Step.tsx'
import { Answer } from '../../sign-in/steps/Answer.tsx'
import { useTranslation } from '../../texts/useTranslation.ts'
import { SESSION } from '../data/queries.ts'
import { Waiting } from '../Waiting.tsx'

type Standing = { readonly login?: PublicLogin; readonly problem?: Problem; readonly over?: boolean }

export function StepUp({ settle }: { settle(confirmed: boolean): void }) {
  const { t } = useTranslation('console')
  const queries = useQueryClient()
  const [standing, setStanding] = useState<Standing>({})
  const begin = useCallback(async () => {
    setStanding({})
    const session = await queries.fetchQuery({ ...SESSION, staleTime: 0 }).catch(() => undefined)
    const answer = await stepUp(session?.csrf ?? '')
    if (answer.ok) return setStanding({ login: answer.value })
    if (answer.problem.status === 401) return leave('sessionOver')
    setStanding({ problem: answer.problem })
  }, [queries])
  const begun = useRef(false)
  useEffect(() => {
    if (begun.current) return
    begun.current = true
    void begin()
  }, [begin])

  const take = useCallback(
    (login: PublicLogin) => {
      if (login.state === 'granted') settle(true)
      else setStanding({ login })
    },
    [settle],
  )
  const lost = useCallback(() => setStanding({ over: true }), [])
  const giveUp = () => {
    void end()
    settle(false)
  }
  const { login, problem, over } = standing
  const asked = login?.state === 'asking' && login.ask?.kind === 'answer' ? login.ask : undefined
  // What this needs cannot be shown, by whom holds it no more: then only somebody else can help.
  const stuck = login?.state === 'refused' && login.reason === 'cannot-satisfy'
  const flow = useMemo(() => (login ? { login, take, lost } : undefined), [login, take, lost])
  return (
    <Dialog title={t('confirm.title')} lead={t('confirm.lead')} onClose={giveUp}>
      {problem && (
        <div className="above">
          <Trouble problem={problem} retry={() => void begin()} />
        </div>
      )}
      {flow && stuck && (
        <FlowContext value={flow}>
          <Help />
        </FlowContext>
      )}
      {(over || (login && !asked && !stuck)) && (
        <div className="form">
          <Note tone="bad" said="alert">
            {t('confirm.failed')}
          </Note>
          <Button onClick={() => void begin()}>{t('confirm.again')}</Button>
        </div>
      )}
      {flow && asked && (
        <FlowContext value={flow}>
          <StepFrame value={InDialog}>
            <Suspense fallback={<Waiting rows={2} />}>
              <Answer ask={asked} />
            </Suspense>
          </StepFrame>
        </FlowContext>
      )}
      {!login && !problem && !over && <Waiting rows={2} />}
      <button className="text-button" type="button" onClick={giveUp}>
        {t('act.cancel')}
      </button>
    </Dialog>
  )
}

/** A step without the page around it. Whoever is asked something new types at once. */
function InDialog({ title, lead, children }: StepProps): ReactNode {
  const { t } = useTranslation()
  const place = useRef<HTMLDivElement>(null)
  // The dialog has said it already.
  const said = title === t('password.confirmTitle')
  // biome-ignore lint/correctness/useExhaustiveDependencies: another title is another step.
  useEffect(() => place.current?.querySelector<HTMLInputElement>('input:not([readonly])')?.focus(), [title])
  return (
    <div ref={place}>
      {!said && <h3>{title}</h3>}
      {lead !== undefined && <p className="lead">{lead}</p>}
      {children}
    </div>
  )
}
