/** Transactions whose statements travel ahead of the answers: what fails first is the reason, and nothing of it is kept. */
import { afterAll, beforeAll, expect, test } from 'vitest'
import { openStore, type Store, type Tx } from '#store/database.ts'
import { freshDatabase } from '../support/database.ts'

let store: Store
const ACCOUNT = 'acc_0'
beforeAll(async () => {
  store = openStore({ ...(await freshDatabase()), user: 'sallyport_app' }, { max: 1 })
  await store.inAccount(ACCOUNT, async (tx) => account(tx, ACCOUNT))
})
afterAll(() => store.close())

const account = (tx: Tx, id: string) =>
  tx.write(
    "insert into account (id, slug, name, language, created_at) values ($1, $1, 'n', 'en', 0) on conflict (id) do update set name = excluded.name",
    [id],
  )
const rename = (tx: Tx, name: string | null) => tx.write('update account set name = $2 where id = $1', [ACCOUNT, name])
const name = () => store.glance(ACCOUNT, async (tx) => (await tx.query<{ name: string }>('select name from account', []))[0]?.name)

test('what is written ahead is there once the transaction is over', async () => {
  await store.inAccount(ACCOUNT, async (tx) => rename(tx, 'written'))
  expect(await name()).toBe('written')
})

test('a write that fails fails the transaction with its own error, and all of it is undone', async () => {
  const failing = store.inAccount(ACCOUNT, async (tx) => {
    rename(tx, 'before')
    rename(tx, null)
    rename(tx, 'after')
    return 'done'
  })
  await expect(failing).rejects.toMatchObject({ code: '23502' })
  expect(await name()).toBe('written')
})

test('it is the first failure that is told, not the statements that came too late', async () => {
  const failing = store.inAccount(ACCOUNT, async (tx) => {
    rename(tx, null)
    await tx.query('select 1 as one', [])
    return tx.query('select 2 as two', [])
  })
  await expect(failing).rejects.toMatchObject({ code: '23502' })
  const caught = store.inAccount(ACCOUNT, async (tx) => {
    await tx.query('select 1 / $1::int as never', [0]).catch(() => undefined)
    rename(tx, 'after a failure that was caught')
  })
  await expect(caught).rejects.toMatchObject({ code: '22012' })
  expect(await name()).toBe('written')
})

test('work that throws by itself undoes what it sent', async () => {
  const failing = store.inAccount(ACCOUNT, async (tx) => {
    rename(tx, 'thrown away')
    throw new Error('enough')
  })
  await expect(failing).rejects.toThrow('enough')
  expect(await name()).toBe('written')
})

test('a statement that could not be prepared does not spoil its connection for the next', async () => {
  const unknown = 'select nothing_like_this from account where id = $1'
  for (let n = 0; n < 2; n++) {
    const failing = store.inAccount(ACCOUNT, async (tx) =>
      Promise.all([tx.query(unknown, ['a']), tx.query(`select ${n + 10} as fresh`, [])]),
    )
    await expect(failing).rejects.toMatchObject({ code: '42703' })
  }
  expect(await store.inAccount(ACCOUNT, (tx) => tx.query('select 11 as fresh', []))).toEqual([{ fresh: 11 }])
})

test('a glance writes nothing and asks nothing once it has waited', async () => {
  await expect(store.glance(ACCOUNT, async (tx) => rename(tx, 'glanced'))).rejects.toMatchObject({ code: '25006' })
  const twice = store.glance(ACCOUNT, async (tx) => {
    await tx.query('select 1 as one', [])
    return tx.query('select 2 as two', [])
  })
  await expect(twice).rejects.toThrow('before it waits')
  expect(await name()).toBe('written')
})
