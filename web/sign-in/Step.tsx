/** One step: the doors, its heading, its form and what is explained beside it. A new step is read out from its heading on. */
import { type ComponentType, createContext, type KeyboardEvent, type ReactNode, use, useEffect, useRef } from 'react'
import { type At, Doors } from '../parts/Doors.tsx'
import { type Account, Gate } from '../parts/Gate.tsx'
import { FlowContext } from './flow.ts'

export type StepProps = {
  at?: At | undefined
  title: string
  lead?: ReactNode
  aside: ReactNode
  account?: Account | undefined
  /** In the foot, instead of our name. */
  remark?: string | undefined
  children: ReactNode
}

/** Where a step stands instead of on a page of its own: in a dialog of the console. */
export const StepFrame = createContext<ComponentType<StepProps> | undefined>(undefined)

export function Step(step: StepProps) {
  const Frame = use(StepFrame) ?? OnPage
  return <Frame {...step} />
}

let first = true

function OnPage({ at, title, lead, aside, account, remark, children }: StepProps) {
  const heading = useRef<HTMLHeadingElement>(null)
  const recovers = use(FlowContext)?.login.purpose === 'recover'
  useEffect(() => {
    document.title = `${title} · ${account?.name ?? 'Sallyport'}`
  }, [title, account?.name])
  useEffect(() => {
    // The page itself has just been opened: nobody needs to be told that it changed.
    if (!first) heading.current?.focus()
    first = false
  }, [])
  return (
    <Gate account={account} aside={aside} remark={remark}>
      {at !== undefined && <Doors at={at} first={recovers ? 'mailbox' : 'first'} />}
      <h1 ref={heading} tabIndex={-1} onKeyDown={typeOn}>
        {title}
      </h1>
      {lead !== undefined && <p className="lead">{lead}</p>}
      {children}
    </Gate>
  )
}

/** Who types or pastes while the heading still holds the focus means the first field. */
function typeOn(event: KeyboardEvent<HTMLElement>): void {
  const pastes = (event.ctrlKey || event.metaKey) && event.key === 'v'
  const types = event.key.length === 1 && event.key !== ' ' && !event.ctrlKey && !event.metaKey && !event.altKey
  if (pastes || types) event.currentTarget.parentElement?.querySelector('input')?.focus()
}
