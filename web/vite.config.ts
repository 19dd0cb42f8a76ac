/** How the pages are built: one entry per page of its own, every file hashed, a place for the nonce in each HTML. */
import { existsSync } from 'node:fs'
import { basename, dirname } from 'node:path'
import { fileURLToPath } from 'node:url'
import react from '@vitejs/plugin-react'
import { defineConfig } from 'vite'

const at = (path: string) => fileURLToPath(new URL(path, import.meta.url))
const entries = ['sign-in/index.html', 'outbox/index.html'].map(at).filter((entry) => existsSync(entry))

type Graph = { getModuleInfo(id: string): { readonly importers: readonly string[] } | null }

/** The pages that load a module at once. */
function pagesOf(id: string, graph: Graph): readonly string[] {
  // Reached through one index file that names every component: the ones that are used follow whoever uses them.
  if (id.includes('@mantine/core')) return []
  const above = new Set([id])
  for (const one of above) for (const importer of graph.getModuleInfo(one)?.importers ?? []) above.add(importer)
  return entries.filter((entry) => above.has(entry))
}

const pageName = (entry: string) => basename(dirname(entry))

/** What several pages need is one file, and each page's own is another: the sign-in page downloads nothing of the demo's. */
const groups = [
  { debugName: 'common', priority: entries.length, name: (id: string, graph: Graph) => (pagesOf(id, graph).length > 1 ? 'common' : null) },
  ...entries.map((entry, i) => ({
    debugName: pageName(entry),
    priority: entries.length - 1 - i,
    name: (id: string, graph: Graph) => (pagesOf(id, graph)[0] === entry ? pageName(entry) : null),
  })),
]

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
    // Each page names its own few files; nothing is left to load ahead.
    modulePreload: false,
    // A font or picture inside a style sheet would be refused by the content security policy.
    assetsInlineLimit: 0,
    rolldownOptions: { input: entries, output: { codeSplitting: { groups } } },
  },
})
