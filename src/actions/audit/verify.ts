/** Checks the audit chains: every link is made again from its row, and the ends are held against the heads kept outside. */
import fs from 'node:fs'
import { linkOf } from '#actions/audit/record.ts'
import { type AuditRow, chained, type Head, headOf, heads, rowsAfter } from '#store/audit.ts'
import type { Store, Tx } from '#store/database.ts'
import { PLATFORM_ACCOUNT } from '#store/lookups.ts'

export type Chain = {
  readonly account: string
  readonly rows: number /** What is wrong first; undefined when nothing is. */
  readonly broken?: string
}
type Anchors = ReadonlyMap<string, readonly { readonly seq: number; readonly hash: string }[]>

const PAGE = 1000

/** `file`: heads as written by heads.ts; `anchored` says whether there were any. */
export async function verifyChains(store: Store, file: string): Promise<{ chains: readonly Chain[]; anchored: boolean }> {
  const anchors = readAnchors(file)
  const chains = await store.asOperator('verify the audit log', PLATFORM_ACCOUNT, async (tx) => {
    const accounts = new Set([...(await heads(tx)).map((h) => h.account), ...(await chained(tx)), ...anchors.keys()])
    const found: Chain[] = []
    for (const account of accounts) found.push(await verify(tx, account, anchors))
    return found
  })
  return { chains, anchored: anchors.size > 0 }
}

async function verify(tx: Tx, account: string, anchors: Anchors): Promise<Chain> {
  const outside = new Map((anchors.get(account) ?? []).map((a) => [a.seq, a.hash]))
  let hash: Buffer = Buffer.alloc(0)
  let seq = 0
  let head: Head | undefined
  // The chain grows while it is read: what the head names beyond the rows that were seen is looked for once more.
  for (let last = -1; ; last = seq) {
    for (;;) {
      const rows = await rowsAfter(tx, account, seq, PAGE)
      for (const row of rows) {
        if (row.seq !== seq + 1) return { account, rows: seq, broken: `row ${seq + 1} is missing` }
        seq = row.seq
        hash = linkOf(hash, seq, row.body)
        if (!hash.equals(row.hash) || !agrees(row)) return { account, rows: seq, broken: `row ${seq} was edited` }
        const anchor = outside.get(seq)
        if (anchor !== undefined && anchor !== hash.toString('hex'))
          return { account, rows: seq, broken: `row ${seq} is not the one that was anchored outside: the chain was rewritten` }
      }
      if (rows.length < PAGE) break
    }
    head = await headOf(tx, account)
    if (!head || head.seq <= seq || seq === last) break
  }
  if (seq > 0 && !head) return { account, rows: seq, broken: 'the head is missing' }
  if (head && (seq !== head.seq || (seq > 0 && !hash.equals(head.hash))))
    return { account, rows: seq, broken: `rows after ${seq} were cut off` }
  const furthest = Math.max(0, ...outside.keys())
  return furthest > seq
    ? { account, rows: seq, broken: `rows after ${seq} were cut off: ${furthest} were anchored outside` }
    : { account, rows: seq }
}

/** The columns beside the body say again what it says, for finding rows: the chain covers the body, so they must agree. */
function agrees({ at, act, subject, body }: AuditRow): boolean {
  const said = JSON.parse(body) as { at: unknown; act: unknown; subject: unknown }
  return said.at === at && said.act === act && said.subject === subject
}

function readAnchors(file: string): Anchors {
  const anchors = new Map<string, { seq: number; hash: string }[]>()
  if (!fs.existsSync(file)) return anchors
  // A line is whole when its end was written; the last may have been cut by a crash, and says nothing then.
  for (const line of fs.readFileSync(file, 'utf8').split('\n').slice(0, -1).filter(Boolean)) {
    const { account, seq, hash } = JSON.parse(line) as { account: string; seq: number; hash: string }
    anchors.set(account, [...(anchors.get(account) ?? []), { seq, hash }])
  }
  return anchors
}
