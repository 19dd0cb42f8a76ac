/** A text with parts that look different: `Sent to <b>…</b>`. The marks are those of the catalogue only; values are never read as marks. */
import i18next, { type ParseKeys } from 'i18next'
import { Fragment, type ReactNode } from 'react'
import { useTranslation } from '../texts/useTranslation.ts'

export type Marks = Readonly<Record<string, (inside: string) => ReactNode>>
const MARKS: Marks = { b: (inside) => <b className="ink">{inside}</b>, ref: (inside) => <span className="ref">{inside}</span> }

type Props = ({ ns?: 'pages'; text: ParseKeys } | { ns: 'console'; text: ParseKeys<'console'> }) & {
  values?: Readonly<Record<string, string>>
  marks?: Marks
}

export function Rich({ ns = 'pages', text, values = {}, marks = MARKS }: Props) {
  const { t } = useTranslation()
  const fill = (piece: string) => i18next.services.interpolator.interpolate(piece, values, i18next.language, { escapeValue: false })
  // Split before the values are filled in. With two groups it leaves: text, mark, inside, text, mark, inside, … text.
  const pieces = t(text as 'wait', { ns: ns as 'pages', skipInterpolation: true }).split(/<(\w+)>(.*?)<\/\1>/)
  return pieces.map((piece, i) => {
    const place = `${i}`
    if (i % 3 === 0) return <Fragment key={place}>{fill(piece)}</Fragment>
    const mark = i % 3 === 2 ? marks[pieces[i - 1] ?? ''] : undefined
    return mark && <Fragment key={place}>{mark(fill(piece))}</Fragment>
  })
}
