// How exports end: by their owner, by their time, and with the access. Whatever ends one destroys its key at once, stops
// its run wherever that is, and leaves no file.
import { Readable } from 'node:stream'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest'
import { cancelExport } from '../../src/exports/ending/cancel-export.ts'
import { deleteExport } from '../../src/exports/ending/delete-export.ts'
import { startJanitor, tidyUp } from '../../src/exports/ending/janitor.ts'
import { sweepStorage } from '../../src/exports/ending/remove-files.ts'
import { revokeExports } from '../../src/exports/ending/revoke-exports.ts'
import { sweepDeletedExports } from '../../src/exports/ending/sweep-deleted-exports.ts'
import { requestExport } from '../../src/exports/request/request-export.ts'
import { runExport } from '../../src/exports/run/run-export.ts'
import { runSweep } from '../../src/platform/database/sweep.ts'
import { createUuid } from '../../src/platform/database/uuid.ts'
import { createEvents } from '../../src/platform/events/events.ts'
import { createPostgresEvents } from '../../src/platform/events/postgres-events.ts'
import { benchOwner, type ExportBench, startExportBench } from '../support/export-bench.ts'
import { openExport } from '../support/exports.ts'
import { asActor, memberId, pauseStorage, type TestServices } from '../support/services.ts'

const ownerId = memberId(benchOwner)

let bench: ExportBench
let services: TestServices
beforeAll(async () => {
  bench = await startExportBench()
  services = bench.services
})
afterAll(() => services.stop())
beforeEach(() => bench.ask())
afterEach(async () => {
  await bench.clear()
  await services.db.deletedExport.deleteMany()
})

const cancel = (session = bench.session) => cancelExport(services, asActor(session), bench.exportId)
const remove = (session = bench.session) => deleteExport(services, asActor(session), bench.exportId)
const revoke = () =>
  services.events.transact(services.db, async (change) => {
    const { tx } = change
    await tx.$executeRaw`SELECT 1 FROM team_member WHERE id = ${ownerId}::uuid FOR UPDATE`
    await revokeExports(change, ownerId)
  })
const auditOf = async (action: string) =>
  services.db.auditEvent.count({ where: { action, subjectId: bench.exportId } })
const find = () => services.db.export.findUnique({ where: { id: bench.exportId } })
/** Whether the file can be downloaded. */
async function canDownload(exportId = bench.exportId): Promise<boolean> {
  const content = await openExport(services, bench.session, exportId)
  await content?.return()
  return content !== null
}

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
      // Nothing is read: no row is asked for, so no report would find out. Only being told ends this.
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
      expect((await find())?.status).toBe(status)
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
      // Now one is ahead, now the other.
      const ending = round % 3 === 0 ? end() : undefined
      paused.resume()
      if (round % 3 === 2) await running
      await Promise.all([running, ending ?? end()])
      await tidyUp(services)
      const row = await find()
      completions.push((await auditOf('export.completed')) === 1)
      const completed = row?.status === 'COMPLETED'
      expect(row?.fileKey != null).toBe(completed)
      expect(await services.files()).toEqual(completed ? bench.fileOf(1) : [])
      expect(await canDownload()).toBe(completed)
      await services.db.deletedExport.deleteMany()
    }
    // Both came to pass: it was ended before its publication, and after.
    expect(new Set(completions)).toEqual(new Set([true, false]))
  })
})

describe('cancelling', () => {
  it('before any run: the run that comes does nothing', async () => {
    expect((await cancel()).status).toBe('CANCELED')
    await bench.run()
    expect(await find()).toMatchObject({ status: 'CANCELED', attempt: 0, completedAt: null })
    expect(await services.files()).toEqual([])
  })

  it('twenty times at once is once', async () => {
    const answers = await Promise.all(Array.from({ length: 20 }, () => cancel()))
    expect(new Set(answers.map(({ status }) => status))).toEqual(new Set(['CANCELED']))
    expect(await auditOf('export.canceled')).toBe(1)
  })

  it('too late answers the export as it is, with its file', async () => {
    await bench.run()
    expect((await cancel()).status).toBe('COMPLETED')
    expect(await canDownload()).toBe(true)
    expect(await auditOf('export.canceled')).toBe(0)
  })

  it('makes room for another one, of three at a time', async () => {
    const ask = () =>
      requestExport(services, asActor(bench.session), {
        kind: 'TAX_INFORMATION',
        format: 'CSV',
        filter: {},
        idempotencyKey: null,
      })
    await ask()
    await ask()
    await expect(ask()).rejects.toThrow('You already have 3 exports running.')
    await cancel()
    await ask()
  })
})

describe('deleting', () => {
  it('takes row, key and file at once, and keeps what was told and done', async () => {
    await bench.run()
    const notifications = await services.db.notification.findMany({ where: { exportId: bench.exportId } })
    expect(notifications).toHaveLength(1)
    await remove()
    expect([await find(), await canDownload()]).toEqual([null, false])
    const told = await services.db.notification.findUnique({ where: { id: notifications[0]?.id ?? '' } })
    expect(told).toEqual({ ...notifications[0], exportId: null })
    expect(await auditOf('export.deleted')).toBe(1)
    await tidyUp(services)
    expect(await services.files()).toEqual([])
  })

  it('gives nothing back of the quota of an hour', async () => {
    const ask = () =>
      requestExport(services, asActor(bench.session), {
        kind: 'TAX_INFORMATION',
        format: 'CSV',
        filter: {},
        idempotencyKey: null,
      })
    for (let times = 1; times < 20; times++) {
      await remove()
      bench.exportId = (await ask()).id
    }
    await remove()
    await tidyUp(services)
    await expect(ask()).rejects.toThrow('You requested 20 exports in the last hour')
    await services.db.$executeRaw`UPDATE deleted_export SET requested_at = requested_at - interval '1 hour'`
    await runSweep(services.db, sweepDeletedExports)
    expect(await services.db.deletedExport.count()).toBe(0)
    await ask()
  })

  it('once of twenty at the same moment', async () => {
    await bench.run()
    const outcomes = await Promise.allSettled(Array.from({ length: 20 }, () => remove()))
    expect(outcomes.filter(({ status }) => status === 'fulfilled')).toHaveLength(1)
    expect(await auditOf('export.deleted')).toBe(1)
  })
})

describe.each([
  ['cancelling', cancel],
  ['deleting', remove],
] as const)('%s what is another member’s', (_, end) => {
  it.each(['finance@summitridge.example', 'relations@summitridge.example', 'owner@harborpoint.example'])(
    'is for %s as what never was, and changes nothing; the tries are noted alike',
    async (email) => {
      await bench.run()
      const stranger = await services.signIn(email)
      const state = async () => [
        await find(),
        await services.files(),
        await services.db.deletedExport.count(),
        await services.db.auditEvent.count({ where: { action: { not: 'access.denied' } } }),
      ]
      const before = await state()
      const message = 'You have no export with this id.'
      const { exportId } = bench
      const nothing = '01970000-0000-7000-8000-00000000dead'
      await expect(end(stranger)).rejects.toThrow(message)
      bench.exportId = nothing
      await expect(end(stranger)).rejects.toThrow(message)
      bench.exportId = exportId
      expect(await state()).toEqual(before)
      const noted = await services.db.auditEvent.findMany({
        where: { action: 'access.denied', actorId: stranger.teamMemberId },
        orderBy: { id: 'desc' },
        take: 2,
      })
      const details = { action: end === cancel ? 'export.canceled' : 'export.deleted' }
      expect(noted).toMatchObject([
        { subjectType: 'export', subjectId: nothing, details },
        { subjectType: 'export', subjectId: exportId, details },
      ])
    },
  )
})

describe('denials', () => {
  const denials = () => services.db.auditEvent.count({ where: { action: 'access.denied' } })

  it('are not noted of an own export that was deleted before', async () => {
    const before = await denials()
    await remove()
    await expect(remove()).rejects.toThrow('You have no export with this id.')
    expect(await denials()).toBe(before)
  })

  it('are noted sixty times a minute and member at most', async () => {
    const [stranger, other] = [
      await services.signIn('finance@summitridge.example'),
      await services.signIn('relations@summitridge.example'),
    ]
    await services.db.rateLimit.deleteMany()
    const before = await denials()
    await Promise.all(Array.from({ length: 80 }, () => cancel(stranger).catch(() => {})))
    expect(await denials()).toBe(before + 60)
    await cancel(other).catch(() => {})
    expect(await denials()).toBe(before + 61)
    await services.db.$executeRaw`UPDATE rate_limit SET resets_at = now()`
    await cancel(stranger).catch(() => {})
    expect(await denials()).toBe(before + 62)
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
    expect([(await find())?.status, await services.files()]).toEqual(['COMPLETED', bench.fileOf(1)])
    expect(await canDownload()).toBe(true)
    await age('1 minute 1 second')
    expect(await canDownload()).toBe(false)
    const before = await find()
    await Promise.all([tidyUp(services), tidyUp(services), tidyUp(services)])
    expect(await find()).toEqual({
      ...before,
      status: 'EXPIRED',
      fileKey: null,
      storageKey: null,
      filesLeft: false,
    })
    expect(await services.files()).toEqual([])
    expect(await auditOf('export.expired')).toBe(1)
  })

  it('end by themselves where a janitor is at work', async () => {
    await bench.run()
    await age('71 hours 59 minutes 59 seconds')
    const stop = startJanitor(services)
    await vi.waitFor(async () => expect((await find())?.status).toBe('EXPIRED'), { timeout: 10_000 })
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
    // One that is being made; and what a killed run wrote after its end, or a restored backup knows nothing of.
    await put(`${bench.exportId}/1.enc`)
    await put('01970000-0000-7000-8000-00000000dead/1.enc')
    // Of another database, as far as anybody knows; and nothing of ours.
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
