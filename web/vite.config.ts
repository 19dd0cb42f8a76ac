/** How the pages are built: one entry per page of its own, every file hashed, a place for the nonce in each HTML. */
import { existsSync } from 'node:fs'
import { basename, dirname } from 'node:path'
import { fileURLToPath } from 'node:url'
import react from '@vitejs/plugin-react'
import { defineConfig } from 'vite'

const at = (path: string) => fileURLToPath(new URL(path, import.meta.url))
const entries = ['sign-in/index.html', 'outbox/index.html'].map(at).filter((entry) => existsSync(entry))

type Graph = { getModuleInfo(id: string): { readonly importers: readonly string[] } | null }

/** The pages that load a module at once, as a name: what only one page needs, no other page downloads. */
function chunkOf(id: string, graph: Graph): string | null {
  // Reached through one index file that names every component: the ones that are used follow whoever uses them.
  if (id.includes('@mantine/core')) return null
  const above = new Set([id])
  for (const one of above) for (const importer of graph.getModuleInfo(one)?.importers ?? []) above.add(importer)
  const pages = entries.filter((entry) => above.has(entry)).map((entry) => basename(dirname(entry)))
  return pages.length > 0 ? pages.join('-') : null
}

export default defineConfig({
  root: at('.'),
  publicDir: false,
  plugins: [react()],
  // The server puts a fresh nonce in this place on every response.
  html: { cspNonce: '__NONCE__' },
  build: {
    outDir: at('dist'),
    emptyOutDir: true,
    sourcemap: false,
    modulePreload: { polyfill: false },
    // A font or picture inside a style sheet would be refused by the content security policy.
    assetsInlineLimit: 0,
    rolldownOptions: { input: entries, output: { codeSplitting: { groups: [{ name: chunkOf, debugName: 'by page' }] } } },
  },
})
