/** Starts the sign-in pages. */
import { createRoot } from 'react-dom/client'
import { startSpeaking } from '../texts/speak.ts'
import { Look } from '../theme/Look.tsx'
import { App } from './App.tsx'

// A page from the browser's memory shows a session that may have ended: ask again.
addEventListener('pageshow', (event) => {
  if (event.persisted) location.reload()
})

await startSpeaking()
const root = document.getElementById('root')
if (root)
  createRoot(root).render(
    <Look>
      <App />
    </Look>,
  )
