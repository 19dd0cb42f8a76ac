/** What went wrong with a call, in calm words: how long to wait, what to try again, and the reference to tell somebody. */
import { Button } from '@mantine/core'
import type { ParseKeys } from 'i18next'
import { isFault, type Problem } from '../api/problem.ts'
import { span } from '../texts/moment.ts'
import { refusalText } from '../texts/refusal.ts'
import { useTranslation } from '../texts/useTranslation.ts'
import { useCountdown } from './countdown.ts'
import { Note } from './Note.tsx'
import { Rich } from './Rich.tsx'

export function Trouble({ problem, retry }: { problem: Problem; retry?: (() => void) | undefined }) {
  const { t } = useTranslation()
  const sentence = problem.code === 'network' ? t('trouble.network') : refusalText(t, problem.code)
  if (isFault(problem)) return <Fault title={sentence} problem={problem} retry={retry} />
  if (problem.retryAfter !== undefined) return <Wait title={sentence} problem={problem} seconds={problem.retryAfter} />
  return (
    <Note tone="bad" said="alert">
      {sentence}
    </Note>
  )
}

function Fault({ title, problem, retry }: { title: string; problem: Problem; retry: (() => void) | undefined }) {
  const { t } = useTranslation()
  return (
    <Note title={title} said="alert">
      <div>{t('trouble.unchanged')}</div>
      {problem.requestId !== undefined && (
        <div>
          {t('trouble.reference')} <code>{problem.requestId}</code>
        </div>
      )}
      {retry && (
        <Button variant="default" onClick={retry}>
          {t('action.tryAgain')}
        </Button>
      )}
    </Note>
  )
}

function Wait({ title, problem, seconds }: { title: string; problem: Problem; seconds: number }) {
  const { t } = useTranslation()
  const left = useCountdown(seconds, problem)
  const say = (text: ParseKeys, value: number) => (
    <Rich text={text} values={{ time: span(value) }} marks={{ t: (inside) => <b className="tnum">{inside}</b> }} />
  )
  return (
    <Note tone="warn" title={title}>
      {/* Read out once; the running figure is for the eye. */}
      <span className="vh" role="alert">
        {title} {left > 0 ? say('trouble.again', Math.ceil(seconds)) : t('trouble.againNow')}
      </span>
      <span aria-hidden="true">{left > 0 ? say('trouble.again', left) : t('trouble.againNow')}</span>
    </Note>
  )
}
