// The rotation of ENCRYPTION_KEY on a database of each test's own: the command, and what uses the keys beside it.
import { Readable } from 'node:stream'
import { text } from 'node:stream/consumers'
import { afterEach, beforeEach, expect, vi } from 'vitest'
import { demoAccounts } from '../../prisma/seed.ts'
import type { ExportRequest } from '../../src/exports/request/export-request.ts'
import { requestExport } from '../../src/exports/request/request-export.ts'
import { runExport } from '../../src/exports/run/run-export.ts'
import type { CurrentSession } from '../../src/identity/session.ts'
import { findInvestorIds } from '../../src/investors/find-investors.ts'
import { importInvestors } from '../../src/investors/import/import-investors.ts'
import { openBankAccountNumber, openTaxId } from '../../src/investors/sensitive-fields.ts'
import { indexTaxId } from '../../src/investors/tax-id-index.ts'
import {
  createFieldCipher,
  type FieldCipher,
  sealedPrefix,
} from '../../src/platform/encryption/field-encryption.ts'
import { runAdmin, spawnCommand } from './command.ts'
import { openExport } from './exports.ts'
import { testEncryptionKey } from './keys.ts'
import { asActor, startTestServices, type TestServices } from './services.ts'

export const [oldKey, newKey] = [testEncryptionKey, Buffer.alloc(32, 8)]
export const oldAlone = createFieldCipher(oldKey)
export const bothKeys = createFieldCipher(newKey, [oldKey])
export const newAlone = createFieldCipher(newKey)

type State = {
  /** As before the rotation, under the old key. */
  old: TestServices
  /** As a process that was started with both keys. */
  services: TestServices
  session: CurrentSession
}

export function useRotation() {
  // Every command is a process of its own, a second or two of work for one core.
  vi.setConfig({ testTimeout: 120_000 })
  const state = {} as State
  beforeEach(async () => {
    const old = await startTestServices()
    const session = await old.signIn('owner@summitridge.example')
    Object.assign(state, { old, services: { ...old, cipher: bothKeys }, session })
  })
  afterEach(() => state.old.stop())

  const settings = (encryptionKey: Buffer, decryptionKeys: Buffer[]) => ({
    DATABASE_URL: state.old.database.databaseUrl,
    DATA_DIR: state.old.filesDir,
    ENCRYPTION_KEY: encryptionKey.toString('base64'),
    DECRYPTION_KEYS: decryptionKeys.map((key) => key.toString('base64')).join(','),
  })

  return Object.assign(state, {
    /** Runs the command as a process, which can be killed. */
    startRotation: (encryptionKey: Buffer, ...decryptionKeys: Buffer[]) =>
      spawnCommand('admin.ts', ['rotate-encryption-key'], settings(encryptionKey, decryptionKeys)),
    rotate: (encryptionKey: Buffer, ...decryptionKeys: Buffer[]) =>
      runAdmin(['rotate-encryption-key'], settings(encryptionKey, decryptionKeys)),

    ask: (request: Partial<ExportRequest> = {}, using = state.services) =>
      requestExport(using, asActor(state.session), {
        kind: 'BANKING_AND_TAX_INFORMATION',
        format: 'CSV',
        filter: {},
        idempotencyKey: null,
        ...request,
      }),
    run: (exportId: string, using = state.services) =>
      runExport(using, { exportId }, new AbortController().signal),
    download: async (id: string, cipher: FieldCipher) =>
      text(Readable.from((await openExport({ ...state.services, cipher }, state.session, id)) ?? [])),
    /** Whom a search for a tax id finds, by a process that has these keys. */
    find: (taxId: string, cipher: FieldCipher) =>
      findInvestorIds({ ...state.old, cipher }, asActor(state.session), {
        search: taxId,
        cursor: undefined,
        take: 100,
      }),
    openInvestors: (cipher: FieldCipher) => openInvestors(state.old, cipher),
    countUnder: (cipher: FieldCipher) => countUnder(state.old, cipher),
    /** Everything encrypted, as it is stored. */
    readStored: async () => ({
      investors: await state.old.db.investor.findMany({ orderBy: { id: 'asc' } }),
      exports: await state.old.db.export.findMany({ orderBy: { id: 'asc' } }),
    }),
  })
}

/** Every sensitive value in plain text, opened with these keys alone. The blind indexes must fit it. */
async function openInvestors({ db }: TestServices, cipher: FieldCipher) {
  const investors = await db.investor.findMany({ orderBy: { id: 'asc' } })
  return investors.map(({ taxIdIndex, ...investor }) => {
    const { id, accountId, taxId, bankAccountNumber } = investor
    const openedTaxId = taxId && openTaxId(cipher, id, taxId)
    expect(taxIdIndex && Buffer.from(taxIdIndex)).toEqual(
      openedTaxId && indexTaxId(cipher, accountId, openedTaxId),
    )
    return {
      ...investor,
      taxId: openedTaxId,
      bankAccountNumber: bankAccountNumber && openBankAccountNumber(cipher, id, bankAccountNumber),
    }
  })
}

/** How many tax ids are encrypted with the key that the cipher encrypts with. */
async function countUnder({ pool }: TestServices, { keyId }: FieldCipher): Promise<number> {
  const { rows } = await pool.query<{ count: number }>(
    'SELECT count(*)::int AS count FROM investor WHERE substr(tax_id, 1, 9) = $1',
    [sealedPrefix(keyId)],
  )
  return rows[0]?.count ?? 0
}

/** Rows of a file of investors. */
export const csvRows = (prefix: string, count: number): string[] =>
  Array.from(
    { length: count },
    (_, n) => `${prefix}-${n},${prefix} ${n},IRA,00012${String(n).padStart(4, '0')},130000006,00${n}${n}-9`,
  )
export const csvHeader = 'external_id,name,profile_type,tax_id,bank_routing_number,bank_account_number'
export const csvFile = (prefix: string, count: number): string[] => [
  [csvHeader, ...csvRows(prefix, count)].join('\n'),
]

export const importRows = (using: TestServices, rows: Iterable<string> | AsyncIterable<string>) =>
  importInvestors({ ...using, accountName: demoAccounts[0].name, csv: Readable.from(rows) })
