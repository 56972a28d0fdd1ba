// Making the file: whatever happens to a run, one whole file and one notification come out, or none.
import { Readable } from 'node:stream'
import { setImmediate as turn } from 'node:timers/promises'
import { describe, expect, it, vi } from 'vitest'
import { describeProgress } from '../../src/exports/describe.ts'
import { benchOwner, useExportBench } from '../support/export-bench.ts'
import { openExport } from '../support/exports.ts'
import { pauseStorage, type TestServices } from '../support/services.ts'
import { until } from '../support/until.ts'

const where = { email: benchOwner }

const bench = useExportBench()

/** Connections that are left in the middle of a transaction. */
const openTransactions = () => bench.services.db.$queryRaw<{ pid: number }[]>`
  SELECT pid FROM pg_stat_activity WHERE datname = current_database() AND state = 'idle in transaction'`

/** Connections that read the rows of an export. */
const openCursors = () => bench.services.db.$queryRaw<{ pid: number }[]>`
  SELECT pid FROM pg_stat_activity
  WHERE datname = current_database() AND state <> 'idle' AND query LIKE 'SELECT i.external_id%'`

describe('the same job', () => {
  it('delivered again when it was done: nothing changes', async () => {
    await bench.run()
    const [row, files] = [await bench.readRow(), await bench.services.files()]
    expect(row).toMatchObject({
      status: 'COMPLETED',
      attempt: 1,
      rowCount: 1200,
      storageKey: bench.fileOf(1)[0],
    })
    await bench.run()
    expect([await bench.readRow(), await bench.services.files()]).toEqual([row, files])
    expect(files).toEqual(bench.fileOf(1))
    expect(await bench.readBell()).toEqual(['EXPORT_COMPLETED'])
  })

  it('delivered five times at once: one file, one notification', async () => {
    await Promise.all(Array.from({ length: 5 }, () => bench.run()))
    const { status, storageKey } = await bench.readRow()
    expect(status).toBe('COMPLETED')
    expect(await bench.services.files()).toEqual([storageKey])
    expect(await bench.readBell()).toEqual(['EXPORT_COMPLETED'])
  })

  it.each(['midway', 'written'] as const)(
    'overtaken when its file is %s: it changes nothing',
    async (place) => {
      const stale = pauseStorage(bench.services, place)
      const running = bench.run(stale.services)
      await stale.reached
      expect(await bench.services.files()).toEqual(bench.fileOf(1))
      await bench.run()
      const row = await bench.readRow()
      expect(row).toMatchObject({ status: 'COMPLETED', attempt: 2, storageKey: bench.fileOf(2)[0] })
      stale.resume()
      await running
      expect(await bench.readRow()).toEqual(row)
      expect(await bench.services.files()).toEqual(bench.fileOf(2))
      expect(await bench.readBell()).toEqual(['EXPORT_COMPLETED'])
      const content = await openExport(bench.services, bench.session, bench.exportId)
      expect((await Readable.from(content ?? []).toArray()).map(String).join('')).toMatch(/^external_id,/)
    },
  )
})

describe('a run that does not get to its end', () => {
  it('stopped by its signal: it leaves no file and no connection', async () => {
    const paused = pauseStorage(bench.services, 'midway')
    const stop = new AbortController()
    const running = bench.run(paused.services, stop.signal)
    await paused.reached
    stop.abort()
    paused.resume()
    await expect(running).rejects.toThrow('This operation was aborted')
    expect(await bench.readRow()).toMatchObject({ status: 'PROCESSING', attempt: 1 })
    expect(await bench.services.files()).toEqual([])
    await until(async () => expect(await openTransactions()).toEqual([]))
  })

  it('with a storage that fails midway: the error comes out, and no file stays', async () => {
    const put = async (_key: string, source: Readable) => {
      for await (const piece of source) if (piece.length > 60_000) throw new Error('no space left')
    }
    await expect(
      bench.run({ ...bench.services, storage: { ...bench.services.storage, put } }),
    ).rejects.toThrow('no space left')
    expect(await bench.readRow()).toMatchObject({ status: 'PROCESSING', completedAt: null, storageKey: null })
    expect(await bench.services.files()).toEqual([])
    await until(async () => expect(await openTransactions()).toEqual([]))
  })

  it('whose connection is cut: the process lives', async () => {
    const paused = pauseStorage(bench.services, 'midway')
    const running = bench.run(paused.services)
    await paused.reached
    const reading = await openCursors()
    expect(reading).toHaveLength(1)
    for (const { pid } of reading) await bench.services.db.$queryRaw`SELECT pg_terminate_backend(${pid})`
    await until(async () => expect(await openCursors()).toEqual([]))
    // The client emits the error in a later turn: without a listener it would be an uncaught exception.
    for (let turns = 0; turns < 20; turns++) await turn()
    paused.resume()
    await expect(running).rejects.toThrow()
    expect((await bench.readRow()).status).toBe('PROCESSING')
    expect(await bench.services.files()).toEqual([])
  })

  it.each([
    ['altered', `set_byte(i.tax_id, 30, get_byte(i.tax_id, 30) # 1)`],
    [
      "another investor's",
      `(SELECT o.tax_id FROM investor o WHERE o.tax_id IS NOT NULL AND o.id <> i.id LIMIT 1)`,
    ],
  ])('over a value that is %s: it is never completed', async (_what, value) => {
    const [row] = await bench.services.db.$queryRawUnsafe<{ id: string; tax_id: Buffer }[]>(
      'SELECT id, tax_id FROM investor WHERE account_id = $1::uuid AND tax_id IS NOT NULL ORDER BY name DESC LIMIT 1',
      bench.session.accountId,
    )
    await bench.services.db.$executeRawUnsafe(
      `UPDATE investor i SET tax_id = ${value} WHERE id = $1::uuid`,
      row?.id,
    )
    await expect(bench.run()).rejects.toThrow(
      `The encrypted value of investor.tax_id:${row?.id} does not open`,
    )
    expect(await bench.readRow()).toMatchObject({ status: 'PROCESSING', completedAt: null, storageKey: null })
    expect([await bench.services.files(), await bench.readBell()]).toEqual([[], []])
    await bench.services.db
      .$executeRaw`UPDATE investor SET tax_id = ${row?.tax_id} WHERE id = ${row?.id}::uuid`
  })

  it.each([
    ['access', { sensitiveDataAccess: false }],
    ['their place', { status: 'DEACTIVATED' as const }],
  ])('because its owner has lost %s before: REVOKED, and nothing is written', async (_what, data) => {
    const put = vi.fn<TestServices['storage']['put']>()
    await bench.services.db.teamMember.update({ where: { email: benchOwner }, data })
    await bench.run({ ...bench.services, storage: { ...bench.services.storage, put } })
    await bench.services.db.teamMember.update({
      where: { email: benchOwner },
      data: { sensitiveDataAccess: true, status: 'ACTIVE' },
    })
    expect(put).not.toHaveBeenCalled()
    expect([(await bench.readRow()).status, await bench.readBell()]).toEqual(['REVOKED', []])
  })

  it('because its owner loses access meanwhile: REVOKED, without file and notification', async () => {
    const paused = pauseStorage(bench.services, 'written')
    const running = bench.run(paused.services)
    await paused.reached
    await bench.services.db.teamMember.update({ where, data: { sensitiveDataAccess: false } })
    paused.resume()
    await running
    await bench.services.db.teamMember.update({ where, data: { sensitiveDataAccess: true } })
    expect(await bench.readRow()).toMatchObject({ status: 'REVOKED', completedAt: null, fileKey: null })
    expect([await bench.services.files(), await bench.readBell()]).toEqual([[], []])
  })

  it('because it was killed, and its export canceled: what it left is removed', async () => {
    for (const key of bench.fileOf(1, 2))
      await bench.services.storage.put(key, Readable.from([Buffer.from('part')]))
    await bench.services.db.export.update({
      where: { id: bench.exportId },
      data: { status: 'CANCELED', attempt: 2 },
    })
    await bench.run()
    expect(await bench.readRow()).toMatchObject({ status: 'CANCELED', attempt: 2 })
    expect(await bench.services.files()).toEqual([])
  })
})

it('is at 99 percent when everything is written, and at 100 when it is completed', async () => {
  const paused = pauseStorage(bench.services, 'written')
  expect(describeProgress(await bench.readRow())).toEqual({ rowsDone: 0, rowsTotal: null, percent: null })
  const running = bench.run(paused.services)
  await paused.reached
  expect(describeProgress(await bench.readRow())).toEqual({ rowsDone: 1200, rowsTotal: 1200, percent: 99 })
  paused.resume()
  await running
  expect(describeProgress(await bench.readRow())).toEqual({ rowsDone: 1200, rowsTotal: 1200, percent: 100 })
})
