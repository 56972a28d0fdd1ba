// The rotation of ENCRYPTION_KEY beside everything that reads and writes: nothing is lost, and nothing comes back.
import { describe, expect, it } from 'vitest'
import { fileKeyPlace } from '../../src/exports/stored-file.ts'
import { openTaxId } from '../../src/investors/sensitive-fields.ts'
import { indexTaxId } from '../../src/investors/tax-id-index.ts'
import { resealTable } from '../../src/platform/encryption/reseal.ts'
import type { SealedTableName } from '../../src/platform/encryption/sealed-columns.ts'
import {
  bothKeys,
  csvFile,
  csvRows,
  importRows,
  newAlone,
  newKey,
  oldAlone,
  oldKey,
  useRotation,
} from '../support/rotation.ts'
import { createSealer } from '../support/sealer.ts'
import type { TestServices } from '../support/services.ts'
import { until } from '../support/until.ts'

const rotation = useRotation()
const { ask, countUnder, download, find, openInvestors, rotate, run, startRotation } = rotation

describe('a value that changes between its reading and its writing', () => {
  /** A pool that does something else as soon as the first batch was read. */
  const meanwhile = (work: () => Promise<unknown>) => {
    let done = false
    const query = async (sql: string, values: unknown[]) => {
      const answer = await rotation.old.pool.query(sql, values)
      if (sql.startsWith('SELECT') && !done) await work()
      done = true
      return answer
    }
    return { query, connect: () => rotation.old.pool.connect() } as unknown as TestServices['pool']
  }
  const indexers = { 'investor.tax_id_index': indexTaxId }
  const reseal = (pool: TestServices['pool'], table: SealedTableName = 'export') =>
    resealTable({
      pool,
      cipher: bothKeys,
      table,
      indexers,
      onRows: () => {},
      signal: new AbortController().signal,
    })

  it('stays destroyed, when it is the key of a file that was deleted', async () => {
    const { id } = await ask({}, rotation.old)
    await run(id, rotation.old)
    const pool = meanwhile(() => rotation.old.db.export.update({ where: { id }, data: { fileKey: null } }))
    expect(await reseal(pool)).toEqual({ written: 0, failures: [] })
    expect((await rotation.old.db.export.findUniqueOrThrow({ where: { id } })).fileKey).toBeNull()
  })

  it('stays changed, and is found the next time', async () => {
    const { id } = await rotation.old.db.investor.findFirstOrThrow({
      where: { taxId: { not: null } },
      orderBy: { id: 'asc' },
    })
    const changed = (await createSealer(oldAlone))('999-99-9999', `investor.tax_id:${id}`)
    const pool = meanwhile(() => rotation.old.db.investor.update({ where: { id }, data: { taxId: changed } }))
    const first = await reseal(pool, 'investor')
    const row = await rotation.old.db.investor.findUniqueOrThrow({ where: { id } })
    expect(row.taxId).toEqual(new Uint8Array(changed))
    expect(await reseal(rotation.old.pool, 'investor')).toEqual({ written: 1, failures: [] })
    expect(first.written).toBeGreaterThan(1_000)
    const found = await rotation.old.db.investor.findUniqueOrThrow({ where: { id } })
    expect(openTaxId(newAlone, id, found.taxId as Uint8Array)).toBe('999-99-9999')
  })
})

describe('under load', () => {
  /** Locks an investor in the middle, so that the command waits at that investor's batch. */
  async function holdMiddle() {
    const client = await rotation.old.pool.connect()
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
  /** How many processes wait for that row. */
  const blocked = async () => {
    const { rows } = await rotation.old.pool.query(
      `SELECT pid FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock'
         AND query LIKE 'UPDATE investor%'`,
    )
    return rows.length
  }

  it('stopped by Ctrl-C it ends after its batch, and says that it is not done', async () => {
    const investors = await openInvestors(oldAlone)
    const letGo = await holdMiddle()
    const stopped = startRotation(newKey, oldKey)
    await until(async () => expect(await blocked()).toBe(1)).finally(() => stopped.kill('SIGINT'))
    await letGo()
    expect(await stopped.ended).toMatchObject({
      exitCode: 1,
      stderr: 'Stopped before the end. Keep every key. Run the command again to continue.\n',
    })
    expect(await countUnder(oldAlone)).toBeGreaterThan(0)
    expect(await countUnder(bothKeys)).toBeGreaterThan(0)
    expect((await rotate(newKey, oldKey)).exitCode).toBe(0)
    expect(await openInvestors(newAlone)).toEqual(investors)
  })

  it('killed midway and run again, with imports and exports all the time: nothing is lost', async () => {
    await importRows(rotation.old, csvFile('many', 6_000))
    const made = await ask({}, rotation.old)
    await run(made.id, rotation.old)
    const content = await download(made.id, oldAlone)
    const investors = await openInvestors(oldAlone)
    const own = investors.filter(({ accountId, taxId }) => accountId === rotation.session.accountId && taxId)
    const [first, last] = [own[0], own.at(-1)]
    if (!first?.taxId || !last?.taxId) throw new Error('there is nobody to search for')
    const cutOff = new Date()

    let working = true
    const imported: string[] = []
    const importAll = async () => {
      for (let n = 0; working || n < 3; n++) {
        await importRows(rotation.services, csvFile(`import-${n}`, 200))
        imported.push(...csvRows(`import-${n}`, 200))
      }
    }
    let exported = 0
    const exportAll = async () => {
      for (; working || exported < 3; exported++) {
        const { id } = await ask({ filter: { createdBefore: cutOff } })
        await run(id)
        expect(await download(id, bothKeys)).toBe(content)
        // Earlier files can be downloaded all the time, and every investor can be found.
        expect(await download(made.id, bothKeys)).toBe(content)
        expect(await find(first.taxId as string, bothKeys)).toContain(first.id)
        expect(await find(last.taxId as string, bothKeys)).toContain(last.id)
        await rotation.old.db.export.deleteMany({ where: { id } })
      }
    }
    const load = Promise.all([importAll(), exportAll()])
    load.catch(() => {})

    try {
      const letGo = await holdMiddle()
      const killed = startRotation(newKey, oldKey)
      try {
        await until(async () => expect(await blocked()).toBe(1))
        expect(await countUnder(bothKeys)).toBeGreaterThan(0)
        expect(await countUnder(oldAlone)).toBeGreaterThan(5_000)
        expect(await find(first.taxId, bothKeys)).toContain(first.id)
        expect(await find(last.taxId, bothKeys)).toContain(last.id)
      } finally {
        killed.kill('SIGKILL')
        await killed.ended
        await letGo()
      }
      expect(await rotate(newKey, oldKey)).toMatchObject({ exitCode: 0, stderr: '' })
      expect(await countUnder(oldAlone)).toBe(0)
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
    const { fileKey } = await rotation.old.db.export.findUniqueOrThrow({ where: { id: made.id } })
    expect(newAlone.decrypt(fileKey as Uint8Array, fileKeyPlace(made.id))).toHaveLength(32)
  })
})
