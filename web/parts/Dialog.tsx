/** A dialog over the page: the browser's own, so that it holds the focus and Escape closes it. It has a title, and gives the focus back. */
import { type ReactNode, useId, useLayoutEffect, useRef } from 'react'

type Props = {
  title: string
  lead?: ReactNode
  /** Escape, or the person gives up in another way. What was typed is gone with the dialog. */
  onClose(): void
  children: ReactNode
}

export function Dialog({ title, lead, onClose, children }: Props) {
  const dialog = useRef<HTMLDialogElement>(null)
  const [name, about] = [useId(), useId()]
  useLayoutEffect(() => {
    const shown = dialog.current
    shown?.showModal()
    return () => {
      shown?.close()
      // What opened it may be gone with what was done.
      setTimeout(() => {
        if (document.activeElement === document.body) document.querySelector<HTMLElement>('main h1')?.focus()
      })
    }
  }, [])
  return (
    <dialog
      ref={dialog}
      className="dialog"
      aria-labelledby={name}
      aria-describedby={lead === undefined ? undefined : about}
      onCancel={(event) => {
        event.preventDefault()
        onClose()
      }}
    >
      <h2 id={name}>{title}</h2>
      {lead !== undefined && (
        <div className="lead" id={about}>
          {lead}
        </div>
      )}
      {children}
    </dialog>
  )
}
