// An account to import investors into, and the imports of a test.
import { randomBytes } from 'node:crypto'
import { Readable } from 'node:stream'
import { afterAll, afterEach, beforeAll, expect } from 'vitest'
import { InvestorImportError, importInvestors } from '../../src/investors/import/import-investors.ts'
import { createFieldCipher, type FieldCipher } from '../../src/platform/encryption/field-encryption.ts'
import { createTestDatabase, type TestDatabase } from './database.ts'

export const importAccount = 'Summit Ridge Capital'

/** Every column that a file can have. */
export const importColumns = [
  'external_id',
  'name',
  'email',
  'profile_type',
  'address',
  'tax_id',
  'bank_name',
  'bank_account_type',
  'bank_routing_number',
  'bank_account_number',
]

export type ImportBench = {
  database: TestDatabase
  cipher: FieldCipher
  /** Of the account that files are imported into unless a test names another one. */
  accountId: string
  importFrom(
    csv: Readable,
    options?: { accountName?: string; onProgress?: (rowsRead: number) => void },
  ): Promise<{ imported: number }>
  importText(text: string | Buffer): Promise<{ imported: number }>
  /** The message of a refused import, after making sure that it left nothing behind. */
  refusalOf(text: string | Buffer): Promise<string>
}

/** Two accounts without investors, for a test file. Each test leaves them so. */
export function useImportBench(): ImportBench {
  const cipher = createFieldCipher(randomBytes(32))
  const bench: ImportBench = {
    database: {} as TestDatabase,
    cipher,
    accountId: '',
    importFrom: (csv, { accountName = importAccount, onProgress } = {}) =>
      importInvestors({
        pool: bench.database.pool,
        cipher,
        accountName,
        csv,
        ...(onProgress && { onProgress }),
      }),
    importText: (text) => bench.importFrom(Readable.from([text], { objectMode: false })),
    async refusalOf(text) {
      const error = await bench.importText(text).then(
        () => null,
        (caught: unknown) => caught,
      )
      expect(error).toBeInstanceOf(InvestorImportError)
      expect(await bench.database.db.investor.count()).toBe(0)
      return (error as Error).message
    },
  }
  beforeAll(async () => {
    Object.assign(bench.database, await createTestDatabase())
    const { db } = bench.database
    await db.account.create({ data: { name: 'Harbor Point Partners' } })
    bench.accountId = (await db.account.create({ data: { name: importAccount } })).id
  })
  afterEach(async () => void (await bench.database.db.investor.deleteMany()))
  afterAll(() => bench.database.drop())
  return bench
}
