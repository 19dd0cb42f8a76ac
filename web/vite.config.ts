/** How the pages are built: one entry per page of its own, every file hashed, a place for the nonce in each HTML. */
import { existsSync } from 'node:fs'
import { readFile, writeFile } from 'node:fs/promises'
import path from 'node:path'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import zlib from 'node:zlib'
import react from '@vitejs/plugin-react'
import { defineConfig, type Plugin } from 'vite'

const at = (path: string) => fileURLToPath(new URL(path, import.meta.url))
const SIGN_IN = at('sign-in/index.html')
const LOGIN = at('sign-in/Login.tsx')
const entries = [SIGN_IN, at('console/index.html'), at('outbox/index.html')].filter((entry) => existsSync(entry))

type Graph = { getModuleInfo(id: string): { readonly importers: readonly string[]; readonly dynamicImporters: readonly string[] } | null }

/** Who loads a module at once, near and far, and the module itself; with `later` also who loads it when it is needed. */
function above(id: string, graph: Graph, later = false): ReadonlySet<string> {
  const found = new Set([id])
  for (const one of found) {
    const info = graph.getModuleInfo(one)
    for (const importer of [...(info?.importers ?? []), ...(later ? (info?.dynamicImporters ?? []) : [])]) found.add(importer)
  }
  return found
}

/** The pages that load a module, at once or `later` too. */
function pagesOf(id: string, graph: Graph, later = false): readonly string[] {
  // What starts a page stays alone: a file that others load too must not start one.
  if (id.endsWith('/main.tsx')) return []
  // Reached through one index file that names every component: the ones that are used follow whoever uses them.
  if (id.includes('@mantine/core')) return []
  const loaders = above(id, graph, later)
  return entries.filter((entry) => loaders.has(entry))
}

/** What sign-in needs at once is one file where other pages ever need it too, and another with what is its own and starts it. */
function forSignIn(id: string, graph: Graph): 'common' | 'sign-in' | null {
  if (!pagesOf(id, graph).includes(SIGN_IN)) return null
  return pagesOf(id, graph, true).length > 1 ? 'common' : 'sign-in'
}

/** Few and small pieces: besides those two, what only other pages share, which never weighs on sign-in, and what its second door needs. */
const groups = [
  { debugName: 'common', priority: 3, name: (id: string, graph: Graph) => (forSignIn(id, graph) === 'common' ? 'common' : null) },
  { debugName: 'sign-in', priority: 2, name: (id: string, graph: Graph) => forSignIn(id, graph) },
  { debugName: 'signed-in', priority: 1, name: (id: string, graph: Graph) => (pagesOf(id, graph).length > 1 ? 'signed-in' : null) },
  { debugName: 'login', priority: 0, name: (id: string, graph: Graph) => (above(id, graph).has(LOGIN) ? 'login' : null) },
]

const [brotli, gzip] = [promisify(zlib.brotliCompress), promisify(zlib.gzip)]

/** Every file of text twice more, as small as browsers take it: once here, and never while somebody waits. */
const compressed: Plugin = {
  name: 'compressed',
  apply: 'build',
  async writeBundle({ dir = '' }, bundle) {
    const texts = Object.keys(bundle).filter((name) => /\.(?:js|css|svg)$/.test(name))
    await Promise.all(
      texts.map(async (name) => {
        const file = path.join(dir, name)
        const bytes = await readFile(file)
        const [br, gz] = await Promise.all([brotli(bytes), gzip(bytes, { level: 9 })])
        await Promise.all([writeFile(`${file}.br`, br), writeFile(`${file}.gz`, gz)])
      }),
    )
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
    // Compressing takes most of a build, on purpose: nothing to warn of.
    rolldownOptions: { input: entries, checks: { bundlerTimings: false }, output: { codeSplitting: { groups } } },
  },
})
