/** Starts the console: the pages of somebody who is signed in. */
import { createRoot } from 'react-dom/client'
import { startSpeaking } from '../texts/speak.ts'
import { Look } from '../theme/Look.tsx'
import './css/console.css'
import { App } from './App.tsx'
import { words } from './words.ts'

// A page from the browser's memory shows a session that may have ended: ask again.
addEventListener('pageshow', (event) => {
  if (event.persisted) location.reload()
})

await startSpeaking(words)
const root = document.getElementById('root')
if (root)
  createRoot(root).render(
    <Look>
      <App />
    </Look>,
  )
