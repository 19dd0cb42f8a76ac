/** The whole page: the bar that says it is a demo, messages, the message, the tools beside it, and the people below. */
import { Bar } from './Bar.tsx'
import { Mailbox } from './Mailbox.tsx'
import { People } from './People.tsx'
import { Phone } from './Phone.tsx'
import { TimeMachine } from './TimeMachine.tsx'
import { useClock } from './useClock.ts'
import { useOutbox } from './useOutbox.ts'
import { Away, Ghosts } from './Waiting.tsx'

export function App() {
  const { outbox, away, ahead, ask } = useOutbox()
  const now = useClock(ahead)
  return (
    <div className="demo">
      <Bar />
      <main>
        {away && <Away />}
        {outbox ? (
          <>
            <div className="demo-columns">
              <Mailbox messages={outbox.messages} now={now} />
              <div className="demo-tools">
                <Phone authenticators={outbox.authenticators ?? []} now={now} ask={ask} />
                <TimeMachine now={now} offset={outbox.offsetSeconds ?? 0} ask={ask} />
              </div>
            </div>
            <People people={outbox.people} />
          </>
        ) : (
          !away && <Ghosts />
        )}
      </main>
    </div>
  )
}
