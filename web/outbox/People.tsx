/** Who can sign in, how, and with which password: account by account. */
import { CopyCell } from './CopyCell.tsx'
import { Standing } from './Standing.tsx'
import { howOf } from './ways.ts'
import type { Person } from './wire.ts'
import { useWords } from './words.ts'

export function People({ people }: { people: readonly Person[] }) {
  const say = useWords()
  const accounts = Map.groupBy(people, (person) => person.account)
  return (
    <section className="demo-people" id="people" aria-labelledby="people-title">
      <h2 id="people-title">{say('people.title')}</h2>
      <p className="quiet">{say('people.lead')}</p>
      <table>
        <thead>
          <tr>
            <th scope="col">{say('people.who')}</th>
            <th scope="col">{say('people.username')}</th>
            <th scope="col">{say('people.password')}</th>
            <th scope="col">{say('people.how')}</th>
            <th scope="col">{say('people.state')}</th>
          </tr>
        </thead>
        {[...accounts].map(([account, members]) => (
          <tbody key={account}>
            <tr className="people-account">
              <th colSpan={5} scope="rowgroup">
                {members[0]?.accountName ?? account}
              </th>
            </tr>
            {members.map((person) => (
              <Row key={person.username} person={person} />
            ))}
          </tbody>
        ))}
      </table>
    </section>
  )
}

/** The recovery codes somebody has in a drawer. */
function Sheet({ codes }: { codes: readonly string[] }) {
  const say = useWords()
  if (codes.length === 0) return null
  return (
    <details className="people-codes">
      <summary>{say('people.codes', { count: codes.length })}</summary>
      <ul>
        {codes.map((code) => (
          <li className="mono" key={code}>
            {code}
          </li>
        ))}
      </ul>
    </details>
  )
}

function Row({ person }: { person: Person }) {
  const say = useWords()
  return (
    <tr>
      <td>
        {person.name ?? person.username}
        {person.mobileSpoken && <small className="people-number">{person.mobileSpoken}</small>}
      </td>
      <td className="mono">{person.username}</td>
      <td>
        {person.password ? (
          <CopyCell text={person.password} deed={say('people.copyPassword', { who: person.username })} />
        ) : (
          <span className="quiet">{say('people.noPassword')}</span>
        )}
      </td>
      <td>
        {howOf(person, say)}
        <Sheet codes={person.factors.flatMap((factor) => factor.codes ?? [])} />
      </td>
      <td>
        <Standing person={person} />
      </td>
    </tr>
  )
}
