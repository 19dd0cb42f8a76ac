/** A process that starts the embedded PostgreSQL on the folder it is given, says how that went, and stops it when its input ends. */
import { once } from 'node:events'
import { EmbeddedError, startEmbedded } from '#embedded/index.ts'

try {
  const { stop, ...said } = await startEmbedded(process.argv[2] ?? '')
  console.log(JSON.stringify(said))
  process.stdin.resume()
  await once(process.stdin, 'end')
  await stop()
} catch (error) {
  if (!(error instanceof EmbeddedError)) throw error
  console.log(JSON.stringify({ message: error.message, hint: error.hint }))
}
