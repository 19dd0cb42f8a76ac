/** The passage: frames in perspective with two doors in it, as many of them lit as were passed. A picture only. */
const STEPS = [1.2, 0.96, 0.76, 0.6, 0.47, 0.365]
const [FIRST, SECOND, END] = [1, 4, 5]

function arch(scale: number): string {
  const [w, h, base] = [150 * scale, 250 * scale, 388 - 92 * (1 - scale)]
  return `M${200 - w} ${base}V${base - h + w}a${w} ${w} 0 0 1 ${2 * w} 0V${base}`
}

export function Passage({ lit }: { lit: 0 | 1 | 2 }) {
  const line = (i: number) => {
    if (i === FIRST) return { stroke: 'var(--sp-ok)', strokeWidth: lit > 0 ? 4.5 : 2.5 }
    if (i === SECOND) return lit > 1 ? { stroke: 'var(--sp-ok)', strokeWidth: 3 } : { stroke: 'var(--sp-field-line)', strokeWidth: 2 }
    return { stroke: 'var(--sp-line-strong)', strokeWidth: 1 }
  }
  const light = lit > 1 ? 'var(--sp-ok-fill)' : 'var(--sp-ok-line)'
  return (
    <svg className="passage" viewBox="0 0 400 420" aria-hidden="true">
      <path d="M20 406.4 146 329.6M380 406.4 254 329.6" stroke="var(--sp-line-strong)" fill="none" />
      {STEPS.map((scale, i) => (
        <path key={scale} d={`${arch(scale)}${i === FIRST || i === SECOND ? 'Z' : ''}`} fill={i === END ? light : 'none'} {...line(i)} />
      ))}
    </svg>
  )
}
