/** How the pages are built: one entry per page of its own, every file hashed, a place for the nonce in each HTML. */
import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { fileURLToPath } from 'node:url'
import { brotliCompressSync, gzipSync } from 'node:zlib'
import react from '@vitejs/plugin-react'
import { defineConfig, type Plugin } from 'vite'

const at = (path: string) => fileURLToPath(new URL(path, import.meta.url))
const SIGN_IN = at('sign-in/index.html')
const entries = [SIGN_IN, at('outbox/index.html')].filter((entry) => existsSync(entry))

type Graph = { getModuleInfo(id: string): { readonly importers: readonly string[] } | null }

/** The pages that load a module at once. */
function pagesOf(id: string, graph: Graph): readonly string[] {
  // What starts a page stays alone: a file that others load too must not start one.
  if (id.endsWith('/main.tsx')) return []
  // Reached through one index file that names every component: the ones that are used follow whoever uses them.
  if (id.includes('@mantine/core')) return []
  const above = new Set([id])
  for (const one of above) for (const importer of graph.getModuleInfo(one)?.importers ?? []) above.add(importer)
  return entries.filter((entry) => above.has(entry))
}

/** What several pages need is one file, and what sign-in alone needs at once is another, so that it comes in few and small pieces. */
const groups = [
  { debugName: 'common', priority: 1, name: (id: string, graph: Graph) => (pagesOf(id, graph).length > 1 ? 'common' : null) },
  { debugName: 'sign-in', priority: 0, name: (id: string, graph: Graph) => (pagesOf(id, graph)[0] === SIGN_IN ? 'sign-in' : null) },
]

/** Every file of text twice more, as small as browsers take it: once here, and never while somebody waits. */
const compressed: Plugin = {
  name: 'compressed',
  apply: 'build',
  writeBundle({ dir = '' }, bundle) {
    for (const { fileName } of Object.values(bundle)) {
      if (!/\.(?:js|css|svg)$/.test(fileName)) continue
      const file = path.join(dir, fileName)
      const bytes = readFileSync(file)
      writeFileSync(`${file}.br`, brotliCompressSync(bytes))
      writeFileSync(`${file}.gz`, gzipSync(bytes, { level: 9 }))
    }
  },
}

export default defineConfig({
  root: at('.'),
  publicDir: false,
  plugins: [react(), compressed],
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
