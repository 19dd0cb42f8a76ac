/** Starts the sign-in pages. */
import { createRoot } from 'react-dom/client'
import { startSpeaking } from '../texts/speak.ts'
import { Look } from '../theme/Look.tsx'
import { App } from './App.tsx'
import { placeOf } from './places.ts'

// A page from the browser's memory shows a session that may have ended: ask again.
addEventListener('pageshow', (event) => {
  if (event.persisted) location.reload()
})

// Another link, opened where one was opened before, changes nothing but the fragment.
addEventListener('hashchange', () => location.reload())

// Asked at once, so that the answer is on its way while the page is being made.
const place = placeOf(location.pathname)
await startSpeaking()
const root = document.getElementById('root')
if (root)
  createRoot(root).render(
    <Look>
      <App first={place} />
    </Look>,
  )
