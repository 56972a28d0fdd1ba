// The list of encrypted columns against the database, and the key that a transaction holds.
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { inTransaction } from '../../src/platform/database/transaction.ts'
import { createFieldCipher, holdKey, holdKeyOn } from '../../src/platform/encryption/field-encryption.ts'
import { retireKeys } from '../../src/platform/encryption/key-retirement.ts'
import { type SealedTable, sealedTables } from '../../src/platform/encryption/sealed-columns.ts'
import { createTestDatabase, type TestDatabase } from '../support/database.ts'

let database: TestDatabase
beforeAll(async () => {
  database = await createTestDatabase()
})
afterAll(() => database.drop())

it('every binary column is listed as encrypted, or is a hash', async () => {
  const { rows } = await database.pool.query<{ name: string }>(
    `SELECT table_name || '.' || column_name AS name FROM information_schema.columns
     WHERE table_schema = 'public' AND data_type = 'bytea'`,
  )
  const tables: [string, SealedTable][] = Object.entries(sealedTables)
  const listed = tables.flatMap(([table, { columns }]) =>
    Object.entries(columns).flatMap(([column, { index }]) =>
      [column, ...(index ? [index] : [])].map((name) => `${table}.${name}`),
    ),
  )
  const others = rows.map(({ name }) => name).filter((name) => !name.endsWith('_hash'))
  expect(others.sort()).toEqual(listed.sort())
})

describe('holding the key', () => {
  const [oldKey, newKey] = [Buffer.alloc(32, 1), Buffer.alloc(32, 2)]
  const [old, both] = [createFieldCipher(oldKey), createFieldCipher(newKey, [oldKey])]

  it('gives what encrypts, in either kind of transaction', async () => {
    const { db, pool } = database
    const seals = [
      await db.$transaction((tx) => holdKey(tx, old)),
      await inTransaction(pool, (client) => holdKeyOn(client, old)),
    ]
    for (const seal of seals) {
      const sealed = seal('000-12-3456', 'investor.tax_id:1')
      expect(old.decrypt(sealed, 'investor.tax_id:1').toString()).toBe('000-12-3456')
    }
  })

  it('is refused outside a transaction, where it would be let go at once', async () => {
    const client = await database.pool.connect()
    await expect(holdKeyOn(client, old)).rejects.toThrow('only be held inside a transaction')
    client.release()
  })

  it('is refused once the key was retired', async () => {
    const { db, pool } = database
    await db.$transaction((tx) => retireKeys(tx, both))
    const refusal = `ENCRYPTION_KEY (key ${old.keyId}) was rotated out`
    await expect(db.$transaction((tx) => holdKey(tx, old))).rejects.toThrow(refusal)
    await expect(inTransaction(pool, (client) => holdKeyOn(client, old))).rejects.toThrow(refusal)
    await db.$transaction((tx) => holdKey(tx, both))
  })
})
