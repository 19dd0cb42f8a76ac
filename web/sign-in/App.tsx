/** The one page that changes with what is asked: start, login, invitation, set-up, and the signed-in page. */
import { lazy, Suspense, useCallback, useEffect, useState } from 'react'
import type { PublicLogin } from '#rules/login/shape.ts'
import type { Note } from '../api/remember.ts'
import { Boundary } from './Boundary.tsx'
import { Fault } from './Fault.tsx'
import { linkUsed, type Place } from './places.ts'
import { Start } from './steps/Start.tsx'
import { Wait } from './Wait.tsx'

// Everything after the first door: fetched while the password is being checked (steps/Start.tsx).
const Login = lazy(() => import('./Login.tsx'))

/** `first`: what the address means, which was asked when the page was opened. */
export const App = ({ first }: { first: Promise<Place> }) => (
  <Boundary>
    <Pages first={first} />
  </Boundary>
)

function Pages({ first }: { first: Promise<Place> }) {
  const [place, setPlace] = useState<Place>({ at: 'wait' })
  useEffect(() => {
    void first.then(setPlace)
  }, [first])
  const take = useCallback((login: PublicLogin) => setPlace({ at: 'login', login }), [])
  const begun = useCallback(
    (login: PublicLogin) => {
      linkUsed()
      take(login)
    },
    [take],
  )
  const lost = useCallback((note?: Note) => {
    history.replaceState(null, '', '/sign-in')
    setPlace({ at: 'start', note })
  }, [])
  switch (place.at) {
    case 'wait':
      return <Wait />
    case 'start':
      return <Start note={place.note} onLogin={take} />
    case 'login':
      return (
        <Suspense fallback={<Wait />}>
          <Login login={place.login} take={take} lost={lost} />
        </Suspense>
      )
    case 'link':
      return <place.Page token={place.token} onLogin={begun} />
    case 'home':
      return <place.Page session={place.session} />
    case 'fault':
      return <Fault problem={place.problem} />
  }
}
