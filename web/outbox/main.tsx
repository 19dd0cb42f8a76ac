/** Starts the outbox, the page that only the demo has. */
import { createRoot } from 'react-dom/client'
import { startSpeaking } from '../texts/speak.ts'
import { Look } from '../theme/Look.tsx'
import './css/outbox.css'
import { App } from './App.tsx'
import { bringWords } from './words.ts'

await startSpeaking()
bringWords()
const root = document.getElementById('root')
if (root)
  createRoot(root).render(
    <Look>
      <App />
    </Look>,
  )
