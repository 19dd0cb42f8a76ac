/** A choice of two to four words in one row: radio buttons, so that arrow keys and screen readers know them. */
import { useId } from 'react'

export function Segments<K extends string>({
  name,
  choices,
  value,
  onChange,
}: {
  name: string
  choices: readonly (readonly [key: K, word: string])[]
  value: K
  onChange: (key: K) => void
}) {
  const group = useId()
  return (
    <fieldset className="segments">
      <legend className="vh">{name}</legend>
      {choices.map(([key, word]) => (
        <label key={key}>
          <input type="radio" name={group} checked={key === value} onChange={() => onChange(key)} />
          <span>{word}</span>
        </label>
      ))}
    </fieldset>
  )
}
