// The rotation of ENCRYPTION_KEY: a command beside everything that reads and writes. Afterwards the new key is enough.
import { Readable } from 'node:stream'
import { text } from 'node:stream/consumers'
import sodium from 'sodium-native'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { demoAccounts } from '../../prisma/seed.ts'
import type { ExportRequest } from '../../src/exports/request/export-request.ts'
import { filterSearchPlace } from '../../src/exports/request/filter-search.ts'
import { requestExport } from '../../src/exports/request/request-export.ts'
import { runExport } from '../../src/exports/run/run-export.ts'
import { fileKeyPlace } from '../../src/exports/stored-file.ts'
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
import { countOutdated, resealTable } from '../../src/platform/encryption/reseal.ts'
import type { SealedTableName } from '../../src/platform/encryption/sealed-columns.ts'
import { startTestApp } from '../support/app.ts'
import { type Outcome, runAdmin, spawnCommand } from '../support/command.ts'
import { openExport } from '../support/exports.ts'
import { testEncryptionKey } from '../support/keys.ts'
import { createSealer } from '../support/sealer.ts'
import { asActor, startTestServices, type TestServices } from '../support/services.ts'
import { until } from '../support/until.ts'

// Every command is a process of its own, a second or two of work for one core.
vi.setConfig({ testTimeout: 120_000 })

const [oldKey, newKey] = [testEncryptionKey, Buffer.alloc(32, 8)]
const before = createFieldCipher(oldKey)
const both = createFieldCipher(newKey, [oldKey])
const newAlone = createFieldCipher(newKey)

/** As before the rotation, under the old key; and as a process that was started with both. */
let old: TestServices
let services: TestServices
let session: CurrentSession
beforeEach(async () => {
  old = await startTestServices()
  services = { ...old, cipher: both }
  session = await old.signIn('owner@summitridge.example')
})
afterEach(() => old.stop())

const settings = (encryptionKey: Buffer, decryptionKeys: Buffer[]) => ({
  DATABASE_URL: old.database.databaseUrl,
  DATA_DIR: old.filesDir,
  ENCRYPTION_KEY: encryptionKey.toString('base64'),
  DECRYPTION_KEYS: decryptionKeys.map((key) => key.toString('base64')).join(','),
})

/** Runs the command as a process, which can be killed. */
const startRotation = (encryptionKey = newKey, ...decryptionKeys: Buffer[]) =>
  spawnCommand('admin.ts', ['rotate-encryption-key'], settings(encryptionKey, decryptionKeys))

const rotate = (encryptionKey = newKey, ...decryptionKeys: Buffer[]) =>
  runAdmin(['rotate-encryption-key'], settings(encryptionKey, decryptionKeys))

const waiting = 'Waiting for imports and exports that still use another key.\n'
const ending = `No stored value uses the key ${before.keyId} any more, and none will again. Remove it from DECRYPTION_KEYS everywhere. Older backups still need it.\n`
const rotated = (what: string): Outcome => ({
  exitCode: 0,
  stdout: `The encryption key is ${both.keyId}.\n${waiting}${what}\n${ending}`,
  stderr: '',
})

/** Every sensitive value in plain text, opened with these keys alone. The blind indexes must fit it. */
async function openInvestors(cipher: FieldCipher) {
  const investors = await old.db.investor.findMany({ orderBy: { id: 'asc' } })
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

const ask = (request: Partial<ExportRequest> = {}, using = services) =>
  requestExport(using, asActor(session), {
    kind: 'BANKING_AND_TAX_INFORMATION',
    format: 'CSV',
    filter: {},
    idempotencyKey: null,
    ...request,
  })

const run = (id: string, using = services) => runExport(using, { exportId: id }, new AbortController().signal)

async function download(id: string, cipher: FieldCipher): Promise<string> {
  return text(Readable.from((await openExport({ ...services, cipher }, session, id)) ?? []))
}

/** Whom a search for a tax id finds, by a process that has these keys. */
const find = (taxId: string, cipher: FieldCipher) =>
  findInvestorIds({ ...old, cipher }, asActor(session), { search: taxId, cursor: undefined, take: 100 })

const csv = (prefix: string, count: number) =>
  Array.from(
    { length: count },
    (_, n) => `${prefix}-${n},${prefix} ${n},IRA,00012${String(n).padStart(4, '0')},130000006,00${n}${n}-9`,
  )
const header = 'external_id,name,profile_type,tax_id,bank_routing_number,bank_account_number'
const file = (prefix: string, count: number) => [[header, ...csv(prefix, count)].join('\n')]
const importRows = (using: TestServices, text: Iterable<string> | AsyncIterable<string>) =>
  importInvestors({ ...using, accountName: demoAccounts[0].name, csv: Readable.from(text) })

const countUnder = async ({ keyId }: FieldCipher) => {
  const { rows } = await old.pool.query(
    'SELECT count(*)::int AS count FROM investor WHERE substr(tax_id, 1, 9) = $1',
    [sealedPrefix(keyId)],
  )
  return rows[0].count as number
}

const rotationEvents = () =>
  old.db.auditEvent.findMany({
    where: { action: { startsWith: 'encryption_key.' } },
    orderBy: { id: 'asc' },
    select: { action: true, accountId: true, actorId: true, details: true },
  })

/** Everything encrypted, as it is stored. */
const stored = async () => ({
  investors: await old.db.investor.findMany({ orderBy: { id: 'asc' } }),
  exports: await old.db.export.findMany({ orderBy: { id: 'asc' } }),
})

describe('the command', () => {
  it('brings investors, files and searches under the new key, says so, and does it once', async () => {
    const finished = await ask({}, old)
    await run(finished.id, old)
    const searched = await ask({ filter: { search: '000-12-3456' } }, old)
    const investors = await openInvestors(before)
    const content = await download(finished.id, before)

    const sealed = await old.db.investor.count({
      where: { OR: [{ taxId: { not: null } }, { bankAccountNumber: { not: null } }] },
    })
    const count = (sealed + 2).toLocaleString('en-US')
    expect(await startRotation(newKey, oldKey).ended).toEqual(rotated(`Encrypted ${count} rows with it.`))
    expect(await openInvestors(newAlone)).toEqual(investors)
    expect(await download(finished.id, newAlone)).toBe(content)
    const { filterSearch } = await old.db.export.findUniqueOrThrow({ where: { id: searched.id } })
    expect(String(newAlone.decrypt(filterSearch as Uint8Array, filterSearchPlace(searched.id)))).toBe(
      '000-12-3456',
    )

    const done = await stored()
    expect(await rotate(newKey, oldKey)).toEqual(rotated('Everything was encrypted with it already.'))
    expect(await stored()).toEqual(done)
    const [began, ended] = ['encryption_key.rotation_began', 'encryption_key.rotation_ended']
    const keys = { keyId: both.keyId, otherKeyIds: [before.keyId], by: 'operator' }
    const event = (action: string | undefined, details = {}) => ({
      ...{ action, accountId: null, actorId: null },
      details: { ...keys, ...details },
    })
    expect(await rotationEvents()).toEqual([
      event(began),
      event(ended, { written: sealed + 2, left: 0 }),
      event(began),
      event(ended, { written: 0, left: 0 }),
    ])
  })

  it('without the old key changes nothing, and says what it lacks', async () => {
    const untouched = await stored()
    const { exitCode, stdout, stderr } = await rotate(newKey)
    expect([exitCode, stdout]).toEqual([1, `The encryption key is ${both.keyId}.\n`])
    const lines = stderr.trimEnd().split('\n')
    expect(lines).toHaveLength(8)
    expect(lines[0]).toMatch(/^1,\d{3} rows are not encrypted with it yet, so keep every key:$/)
    expect(lines[1]).toMatch(
      new RegExp(
        `^  The encrypted value of investor\\.\\w+:[\\w-]+ is under the key ${before.keyId}, which is`,
      ),
    )
    expect(lines[6]).toMatch(/^ {2}and 2,\d{3} more$/)
    expect(lines[7]).toBe('Add the missing keys to DECRYPTION_KEYS and run the command again.')
    expect(await stored()).toEqual(untouched)
  })

  it('goes on past a value that does not open, and leaves it as it is', async () => {
    const [damaged] = await old.db.$queryRaw<{ id: string; tax_id: Buffer }[]>`
      UPDATE investor SET tax_id = set_byte(tax_id, 40, get_byte(tax_id, 40) # 1)
      WHERE id = (SELECT id FROM investor WHERE tax_id IS NOT NULL AND bank_account_number IS NOT NULL ORDER BY id LIMIT 1)
      RETURNING id, tax_id`
    const { exitCode, stderr } = await rotate(newKey, oldKey)
    expect([exitCode, stderr]).toEqual([
      1,
      `1 row is not encrypted with it yet, so keep every key:
  The encrypted value of investor.tax_id:${damaged?.id} does not open: it was altered, moved from another place, or is under another key
Add the missing keys to DECRYPTION_KEYS and run the command again.
`,
    ])
    const row = await old.db.investor.findUniqueOrThrow({ where: { id: damaged?.id ?? '' } })
    expect(row.taxId).toEqual(damaged?.tax_id)
    expect(() =>
      newAlone.decrypt(row.bankAccountNumber as Uint8Array, `investor.bank_account_number:${row.id}`),
    ).not.toThrow()
    const left = { pool: old.pool, cipher: newAlone }
    expect(await countOutdated({ ...left, table: 'investor' })).toBe(1)
  })

  it('upgrades what an older version stored: values without key id and without blind index', async () => {
    const investors = await openInvestors(before)
    for (const { id, taxId } of investors.slice(0, 10)) {
      const value = taxId && sealWithoutKeyId(oldKey, taxId, `investor.tax_id:${id}`)
      await old.db
        .$executeRaw`UPDATE investor SET tax_id = ${value}, tax_id_index = NULL WHERE id = ${id}::uuid`
    }
    const count = investors.slice(0, 10).filter(({ taxId }) => taxId).length
    expect(count).toBeGreaterThan(5)
    const { exitCode, stdout } = await rotate(oldKey)
    expect([exitCode, stdout]).toEqual([
      0,
      `The encryption key is ${before.keyId}.\nEncrypted ${count} rows with it.\n`,
    ])
    expect(await openInvestors(before)).toEqual(investors)
  })

  it('can go back to the key before, which then encrypts again', async () => {
    const investors = await openInvestors(before)
    await rotate(newKey, oldKey)
    const { exitCode, stdout } = await rotate(oldKey, newKey)
    expect([exitCode, stdout.split('\n').at(-2)]).toEqual([
      0,
      ending.replace(before.keyId, both.keyId).trimEnd(),
    ])
    expect(await openInvestors(before)).toEqual(investors)
    await importRows(old, file('back', 1))
    await expect(importRows(services, file('forth', 1))).rejects.toThrow('was rotated out')
  })
})

/** As the first version stored values: under the master key itself. */
function sealWithoutKeyId(key: Buffer, plain: string, place: string): Buffer {
  const nonce = Buffer.alloc(24, 3)
  const sealed = Buffer.alloc(Buffer.byteLength(plain) + 16)
  sodium.crypto_aead_xchacha20poly1305_ietf_encrypt(
    sealed,
    Buffer.from(plain),
    Buffer.from(place),
    null,
    nonce,
    key,
  )
  return Buffer.concat([Buffer.of(1), nonce, sealed])
}

describe('a key that was rotated out', () => {
  it('encrypts nothing any more: not an import, not a file, not a search', async () => {
    // A process that was forgotten when the new key became the one that encrypts.
    const forgotten = { ...old, cipher: createFieldCipher(oldKey, [newKey]) }
    const exported = await ask({}, forgotten)
    await rotate(newKey, oldKey)
    const untouched = await stored()
    const refusal = `ENCRYPTION_KEY (key ${before.keyId}) was rotated out`
    await expect(importRows(forgotten, file('late', 3))).rejects.toThrow(refusal)
    await expect(ask({ filter: { search: 'x' } }, forgotten)).rejects.toThrow(refusal)
    expect(await stored()).toEqual(untouched)
    await expect(run(exported.id, forgotten)).rejects.toThrow(refusal)
    expect(await old.db.export.findUniqueOrThrow({ where: { id: exported.id } })).toMatchObject({
      status: 'PROCESSING',
      fileKey: null,
    })
  })

  it('is refused at the start', async () => {
    await rotate(newKey, oldKey)
    await expect(
      startTestApp({ encryptionKey: oldKey, decryptionKeys: [newKey] }, old.database),
    ).rejects.toThrow(`ENCRYPTION_KEY (key ${before.keyId}) was rotated out of this database`)
    await (await startTestApp({ encryptionKey: newKey }, old.database)).stop()
  })

  it('is waited for while an import still writes under it, which is not lost', async () => {
    const resume = Promise.withResolvers<void>()
    async function* slowly() {
      yield `${header}\n${csv('slow', 1_000).join('\n')}\n`
      await resume.promise
      yield csv('more', 10).join('\n')
    }
    const importing = importRows(old, slowly())
    const locks = (granted: boolean) =>
      old.db.$queryRaw<unknown[]>`
        SELECT 1 FROM pg_locks WHERE locktype = 'advisory' AND granted = ${granted}
          AND database = (SELECT oid FROM pg_database WHERE datname = current_database())
          AND mode = CASE WHEN ${granted} THEN 'ShareLock' ELSE 'ExclusiveLock' END`
    await until(async () => expect(await locks(true)).toHaveLength(1))
    const rotation = startRotation(newKey, oldKey)
    await until(async () => expect(await locks(false)).toHaveLength(1)).finally(resume.resolve)
    expect(await importing).toEqual({ imported: 1_010 })
    expect(await rotation.ended).toMatchObject({ exitCode: 0, stderr: '' })
    const investors = await openInvestors(newAlone)
    expect(investors).toHaveLength(1_500 + 1_010)
  })
})

describe('a value that changes between its reading and its writing', () => {
  /** Does something else once a batch was read. */
  const meanwhile = (work: () => Promise<unknown>) => {
    let done = false
    const query = async (sql: string, values: unknown[]) => {
      const answer = await old.pool.query(sql, values)
      if (sql.startsWith('SELECT') && !done) await work()
      done = true
      return answer
    }
    return { query, connect: () => old.pool.connect() } as unknown as TestServices['pool']
  }
  const indexers = { 'investor.tax_id_index': indexTaxId }
  const reseal = (pool: TestServices['pool'], table: SealedTableName = 'export') =>
    resealTable({
      pool,
      cipher: both,
      table,
      indexers,
      onRows: () => {},
      signal: new AbortController().signal,
    })

  it('stays destroyed, when it is the key of a file that was deleted', async () => {
    const { id } = await ask({}, old)
    await run(id, old)
    const pool = meanwhile(() => old.db.export.update({ where: { id }, data: { fileKey: null } }))
    expect(await reseal(pool)).toEqual({ written: 0, failures: [] })
    expect((await old.db.export.findUniqueOrThrow({ where: { id } })).fileKey).toBeNull()
  })

  it('stays changed, and is found the next time', async () => {
    const { id } = await old.db.investor.findFirstOrThrow({
      where: { taxId: { not: null } },
      orderBy: { id: 'asc' },
    })
    const changed = (await createSealer(before))('999-99-9999', `investor.tax_id:${id}`)
    const pool = meanwhile(() => old.db.investor.update({ where: { id }, data: { taxId: changed } }))
    const first = await reseal(pool, 'investor')
    const row = await old.db.investor.findUniqueOrThrow({ where: { id } })
    expect(row.taxId).toEqual(new Uint8Array(changed))
    expect(await reseal(old.pool, 'investor')).toEqual({ written: 1, failures: [] })
    expect(first.written).toBeGreaterThan(1_000)
    const found = await old.db.investor.findUniqueOrThrow({ where: { id } })
    expect(openTaxId(newAlone, id, found.taxId as Uint8Array)).toBe('999-99-9999')
  })
})

describe('under load', () => {
  /** Holds the batch of an investor in the middle, so that the command stands still there. */
  async function holdMiddle() {
    const client = await old.pool.connect()
    await client.query('BEGIN')
    const { rows } = await client.query(
      'SELECT id FROM investor WHERE tax_id IS NOT NULL ORDER BY id OFFSET 700 LIMIT 1 FOR UPDATE',
    )
    expect(rows).toHaveLength(1)
    return async () => {
      await client.query('ROLLBACK')
      client.release()
    }
  }
  /** Processes that wait for the row. */
  const blocked = async () => {
    const { rows } = await old.pool.query(
      `SELECT pid FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock'
         AND query LIKE 'UPDATE investor%'`,
    )
    return rows.length
  }

  it('stopped by Ctrl-C it ends after its batch, and says that it is not done', async () => {
    const investors = await openInvestors(before)
    const letGo = await holdMiddle()
    const stopped = startRotation(newKey, oldKey)
    await until(async () => expect(await blocked()).toBe(1)).finally(() => stopped.kill('SIGINT'))
    await letGo()
    expect(await stopped.ended).toMatchObject({
      exitCode: 1,
      stderr: 'Stopped midway. Every key is still needed. Run the command again to continue.\n',
    })
    expect(await countUnder(before)).toBeGreaterThan(0)
    expect(await countUnder(both)).toBeGreaterThan(0)
    expect((await rotate(newKey, oldKey)).exitCode).toBe(0)
    expect(await openInvestors(newAlone)).toEqual(investors)
  })

  it('killed midway and run again, with imports and exports all the time: nothing is lost', async () => {
    await importRows(old, file('many', 6_000))
    const made = await ask({}, old)
    await run(made.id, old)
    const content = await download(made.id, before)
    const investors = await openInvestors(before)
    const own = investors.filter(({ accountId, taxId }) => accountId === session.accountId && taxId)
    const [first, last] = [own[0], own.at(-1)]
    if (!first?.taxId || !last?.taxId) throw new Error('there is nobody to search for')
    const cutOff = new Date()

    let working = true
    const imported: string[] = []
    const importAll = async () => {
      for (let n = 0; working || n < 3; n++) {
        await importRows(services, file(`import-${n}`, 200))
        imported.push(...csv(`import-${n}`, 200))
      }
    }
    let exported = 0
    const exportAll = async () => {
      for (; working || exported < 3; exported++) {
        const { id } = await ask({ filter: { createdBefore: cutOff } })
        await run(id)
        expect(await download(id, both)).toBe(content)
        // What was made before can be had all the time, and everybody be found.
        expect(await download(made.id, both)).toBe(content)
        expect(await find(first.taxId as string, both)).toContain(first.id)
        expect(await find(last.taxId as string, both)).toContain(last.id)
        await old.db.export.deleteMany({ where: { id } })
      }
    }
    const load = Promise.all([importAll(), exportAll()])
    load.catch(() => {})

    try {
      const letGo = await holdMiddle()
      const killed = startRotation(newKey, oldKey)
      try {
        await until(async () => expect(await blocked()).toBe(1))
        expect(await countUnder(both)).toBeGreaterThan(0)
        expect(await countUnder(before)).toBeGreaterThan(5_000)
        expect(await find(first.taxId, both)).toContain(first.id)
        expect(await find(last.taxId, both)).toContain(last.id)
      } finally {
        killed.kill('SIGKILL')
        await killed.ended
        await letGo()
      }
      expect(await rotate(newKey, oldKey)).toMatchObject({ exitCode: 0, stderr: '' })
      expect(await countUnder(before)).toBe(0)
    } finally {
      working = false
    }
    await load
    expect(exported).toBeGreaterThan(2)

    const after = await openInvestors(newAlone)
    expect(after.filter(({ createdAt }) => createdAt < cutOff)).toEqual(investors)
    const columns = after
      .filter(({ createdAt }) => createdAt >= cutOff)
      .map((row) =>
        [
          row.externalId,
          row.name,
          row.profileType,
          row.taxId,
          row.bankRoutingNumber,
          row.bankAccountNumber,
        ].join(),
      )
    expect(columns.sort()).toEqual(imported.sort())
    expect(await download(made.id, newAlone)).toBe(content)
    const { fileKey } = await old.db.export.findUniqueOrThrow({ where: { id: made.id } })
    expect(newAlone.decrypt(fileKey as Uint8Array, fileKeyPlace(made.id))).toHaveLength(32)
  })
})
