// What an owner ends themself: cancelling and deleting, once, and of nobody else's exports.
import { describe, expect, it } from 'vitest'
import { tidyUp } from '../../src/exports/ending/janitor.ts'
import { sweepDeletedExports } from '../../src/exports/ending/sweep-deleted-exports.ts'
import { requestExport } from '../../src/exports/request/request-export.ts'
import { runSweep } from '../../src/platform/database/sweep.ts'
import { useExportBench } from '../support/export-bench.ts'
import { endingsOf } from '../support/export-endings.ts'
import { asActor } from '../support/services.ts'

const bench = useExportBench()
const { services, findRow, countAudit, canDownload } = bench
const { cancel, remove } = endingsOf(bench)

/** Asks for another one. */
const askAgain = () =>
  requestExport(services, asActor(bench.session), {
    kind: 'TAX_INFORMATION',
    format: 'CSV',
    filter: {},
    idempotencyKey: null,
  })

describe('cancelling', () => {
  it('before any run: the run that comes does nothing', async () => {
    expect((await cancel()).status).toBe('CANCELED')
    await bench.run()
    expect(await findRow()).toMatchObject({ status: 'CANCELED', attempt: 0, completedAt: null })
    expect(await services.files()).toEqual([])
  })

  it('twenty times at once is once', async () => {
    const answers = await Promise.all(Array.from({ length: 20 }, () => cancel()))
    expect(new Set(answers.map(({ status }) => status))).toEqual(new Set(['CANCELED']))
    expect(await countAudit('export.canceled')).toBe(1)
  })

  it('too late answers the export as it is, with its file', async () => {
    await bench.run()
    expect((await cancel()).status).toBe('COMPLETED')
    expect(await canDownload()).toBe(true)
    expect(await countAudit('export.canceled')).toBe(0)
  })

  it('makes room for another one, of three at a time', async () => {
    await askAgain()
    await askAgain()
    await expect(askAgain()).rejects.toThrow('You already have 3 exports running.')
    await cancel()
    await askAgain()
  })
})

describe('deleting', () => {
  it('takes row, key and file at once, and keeps what was told and done', async () => {
    await bench.run()
    const notifications = await services.db.notification.findMany({ where: { exportId: bench.exportId } })
    expect(notifications).toHaveLength(1)
    await remove()
    expect([await findRow(), await canDownload()]).toEqual([null, false])
    const told = await services.db.notification.findUnique({ where: { id: notifications[0]?.id ?? '' } })
    expect(told).toEqual({ ...notifications[0], exportId: null })
    expect(await countAudit('export.deleted')).toBe(1)
    await tidyUp(services)
    expect(await services.files()).toEqual([])
  })

  it('gives nothing back of the quota of an hour', async () => {
    for (let times = 1; times < 20; times++) {
      await remove()
      bench.exportId = (await askAgain()).id
    }
    await remove()
    await tidyUp(services)
    await expect(askAgain()).rejects.toThrow('You have reached the limit of 20 exports an hour')
    await services.db.$executeRaw`UPDATE deleted_export SET requested_at = requested_at - interval '1 hour'`
    await runSweep(services.db, sweepDeletedExports)
    expect(await services.db.deletedExport.count()).toBe(0)
    await askAgain()
  })

  it('once of twenty at the same moment', async () => {
    await bench.run()
    const outcomes = await Promise.allSettled(Array.from({ length: 20 }, () => remove()))
    expect(outcomes.filter(({ status }) => status === 'fulfilled')).toHaveLength(1)
    expect(await countAudit('export.deleted')).toBe(1)
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
        await findRow(),
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
