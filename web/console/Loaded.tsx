/** A part of a page that shows what was read: placeholders while it is on its way, and a calm sentence with a way on where it failed. */
import { QueryErrorResetBoundary } from '@tanstack/react-query'
import { Component, type ReactNode, Suspense } from 'react'
import { Trouble } from '../parts/Trouble.tsx'
import { problemOf } from './data/client.ts'
import { Waiting } from './Waiting.tsx'

type Props = { rows?: number; children: ReactNode }

export function Loaded({ rows = 3, children }: Props) {
  return (
    <QueryErrorResetBoundary>
      {({ reset }) => (
        <Failing again={reset}>
          <Suspense fallback={<Waiting rows={rows} />}>{children}</Suspense>
        </Failing>
      )}
    </QueryErrorResetBoundary>
  )
}

class Failing extends Component<{ again(): void; children: ReactNode }, { error: unknown }> {
  override state: { error: unknown } = { error: undefined }

  static getDerivedStateFromError(error: unknown) {
    return { error }
  }

  override render() {
    const { error } = this.state
    if (error === undefined) return this.props.children
    const retry = () => {
      this.props.again()
      this.setState({ error: undefined })
    }
    return (
      <div className="above">
        <Trouble problem={problemOf(error)} retry={retry} />
      </div>
    )
  }
}
