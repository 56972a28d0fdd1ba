// How exports end: during a run, when access is lost, and after their time. Whatever ends one destroys its key at
// once, stops its run in any process, and leaves no file.
import { Readable } from 'node:stream'
import { describe, expect, it, vi } from 'vitest'
import { startJanitor, tidyUp } from '../../src/exports/ending/janitor.ts'
import { sweepStorage } from '../../src/exports/ending/remove-files.ts'
import { revokeExports } from '../../src/exports/ending/revoke-exports.ts'
import { requestExport } from '../../src/exports/request/request-export.ts'
import { runExport } from '../../src/exports/run/run-export.ts'
import { createUuid } from '../../src/platform/database/uuid.ts'
import { createEvents } from '../../src/platform/events/events.ts'
import { createPostgresEvents } from '../../src/platform/events/postgres-events.ts'
import { benchOwner, useExportBench } from '../support/export-bench.ts'
import { endingsOf } from '../support/export-endings.ts'
import { asActor, memberId, pauseStorage } from '../support/services.ts'

const ownerId = memberId(benchOwner)
const bench = useExportBench()
const { services, findRow, countAudit, canDownload } = bench
const { cancel, remove, revoke } = endingsOf(bench)

/** A second process on the same database. */
async function startSecondEvents() {
  const events = createEvents(createPostgresEvents(services.database.databaseUrl, services.log))
  await events.start()
  return events
}

describe('a run under way', () => {
  it.each([
    ['cancel', cancel, 'CANCELED'],
    ['delete', remove, undefined],
    ['loss of access', revoke, 'REVOKED'],
  ] as const)(
    'is stopped by %s in another process, though its storage takes nothing',
    { timeout: 10_000 },
    async (_, end, status) => {
      const events = await startSecondEvents()
      const reached = Promise.withResolvers<void>()
      // The storage reads nothing, so the run never gets to a progress report: only a hint can end it.
      const put = (_key: string, source: Readable) =>
        new Promise<void>((_resolve, reject) => {
          source.once('error', reject)
          reached.resolve()
        })
      const running = bench.run({ ...services, events, storage: { ...services.storage, put } })
      await reached.promise
      await end()
      await running
      await tidyUp(services)
      expect((await findRow())?.status).toBe(status)
      expect([await services.files(), await bench.readBell()]).toEqual([[], []])
      await events.stop()
    },
  )

  it.each([
    ['cancel', cancel],
    ['loss of access', revoke],
    ['delete', remove],
  ] as const)('against %s at the moment of its publication: one of them, never both', async (_, end) => {
    const completions: boolean[] = []
    for (let round = 0; round < 12; round++) {
      await bench.clear()
      await services.db.rateLimit.deleteMany()
      await bench.ask()
      const paused = pauseStorage(services, 'written')
      const running = bench.run(paused.services)
      await paused.reached
      // Either can be first.
      const ending = round % 3 === 0 ? end() : undefined
      paused.resume()
      if (round % 3 === 2) await running
      await Promise.all([running, ending ?? end()])
      await tidyUp(services)
      const row = await findRow()
      completions.push((await countAudit('export.completed')) === 1)
      const completed = row?.status === 'COMPLETED'
      expect(row?.fileKey != null).toBe(completed)
      expect(await services.files()).toEqual(completed ? bench.fileOf(1) : [])
      expect(await canDownload()).toBe(completed)
    }
    // Both happened: it ended before its publication, and after.
    expect(new Set(completions)).toEqual(new Set([true, false]))
  })
})

describe('the loss of access', () => {
  it('ends finished and running exports, destroys their keys, and is not undone when the access comes back', async () => {
    await bench.run()
    const finished = bench.exportId
    await bench.ask()
    await revoke()
    const rows = await services.db.export.findMany({ where: { ownerId } })
    expect(rows.map(({ status, fileKey, storageKey }) => [status, fileKey, storageKey])).toEqual([
      ['REVOKED', null, null],
      ['REVOKED', null, null],
    ])
    for (const subjectId of [finished, bench.exportId]) {
      expect(await services.db.auditEvent.count({ where: { action: 'export.revoked', subjectId } })).toBe(1)
    }
    expect(await canDownload(finished)).toBe(false)
    await runExport(services, { exportId: bench.exportId }, new AbortController().signal)
    await tidyUp(services)
    expect(await services.files()).toEqual([])
  })

  it('against requests at the same moment: nothing is left running', async () => {
    for (let round = 0; round < 10; round++) {
      await bench.clear()
      const request = { kind: 'TAX_INFORMATION', format: 'CSV', filter: {}, idempotencyKey: null } as const
      const lose = services.events.transact(services.db, async (change) => {
        const { tx } = change
        await tx.teamMember.update({ where: { id: ownerId }, data: { sensitiveDataAccess: false } })
        await revokeExports(change, ownerId)
      })
      await Promise.allSettled([
        lose,
        ...[1, 2, 3].map(() => requestExport(services, asActor(bench.session), request)),
      ])
      await lose
      expect(await services.db.export.count({ where: { ownerId, status: { not: 'REVOKED' } } })).toBe(0)
      await services.db.teamMember.update({ where: { id: ownerId }, data: { sensitiveDataAccess: true } })
    }
  })
})

describe('72 hours', () => {
  const age = (interval: string) => services.db.$executeRaw`
    UPDATE export SET expires_at = expires_at - ${interval}::interval WHERE id = ${bench.exportId}::uuid`

  it('less a minute: it is kept; and over: its key is destroyed, its file removed, its row stays', async () => {
    await bench.run()
    await age('71 hours 59 minutes')
    await tidyUp(services)
    expect([(await findRow())?.status, await services.files()]).toEqual(['COMPLETED', bench.fileOf(1)])
    expect(await canDownload()).toBe(true)
    await age('1 minute 1 second')
    expect(await canDownload()).toBe(false)
    const before = await findRow()
    await Promise.all([tidyUp(services), tidyUp(services), tidyUp(services)])
    expect(await findRow()).toEqual({
      ...before,
      status: 'EXPIRED',
      fileKey: null,
      storageKey: null,
      filesLeft: false,
    })
    expect(await services.files()).toEqual([])
    expect(await countAudit('export.expired')).toBe(1)
  })

  it('end by themselves where a janitor is at work', async () => {
    await bench.run()
    await age('71 hours 59 minutes 59 seconds')
    const stop = startJanitor(services)
    await vi.waitFor(async () => expect((await findRow())?.status).toBe('EXPIRED'), { timeout: 10_000 })
    await vi.waitFor(async () => expect(await services.files()).toEqual([]), { timeout: 10_000 })
    await stop()
  })
})

describe('the storage', () => {
  it('that refuses is asked again, and nothing is forgotten', async () => {
    await bench.run()
    await remove()
    const deleteFolder = () => Promise.reject(new Error('the storage is away'))
    await tidyUp({ ...services, storage: { ...services.storage, deleteFolder } })
    expect(await services.files()).toEqual(bench.fileOf(1))
    await tidyUp(services)
    expect(await services.files()).toEqual([])
  })

  it('is swept of what no row speaks of, and of nothing else', async () => {
    await bench.run()
    const finished = bench.fileOf(1)
    await bench.ask()
    const put = (key: string) => services.storage.put(key, Readable.from([Buffer.from('part')]))
    // The file of a run under way; and one without a row, as a killed run or a restored backup leaves it.
    await put(`${bench.exportId}/1.enc`)
    await put('01970000-0000-7000-8000-00000000dead/1.enc')
    // A recent one without a row, which may be another database's; and one that is not an export's.
    const recent = `${createUuid()}/1.enc`
    await put(recent)
    await put('not an id/1.enc')
    expect(await Promise.all([sweepStorage(services), sweepStorage(services)])).toContain(1)
    const others = [recent, 'not an id/1.enc']
    expect(await services.files()).toEqual([...finished, `${bench.exportId}/1.enc`, ...others].sort())
    await cancel()
    await sweepStorage(services)
    expect(await services.files()).toEqual([...finished, ...others].sort())
    await services.storage.deleteFolder('not an id')
    await services.storage.delete(recent)
  })
})

it('a key is kept for no export but a completed one, whoever writes the row', async () => {
  await bench.run()
  await expect(
    services.pool.query(`UPDATE export SET status = 'EXPIRED' WHERE id = $1`, [bench.exportId]),
  ).rejects.toThrow('export_key_ends_with_completed')
})
