/** The words of the console, in a catalogue of their own: who only signs in never downloads them. */
import en from '#texts/en/console.json'
import type { MoreWords } from '../texts/speak.ts'

export const words: MoreWords = {
  name: 'console',
  en,
  de: () => import('#texts/de/console.json'),
  it: () => import('#texts/it/console.json'),
}
