// Asking for an export: the row and its job are one, and a key makes one export.
import { afterEach, beforeAll, describe, expect, it } from 'vitest'
import { deleteExport } from '../../src/exports/ending/delete-export.ts'
import { tidyUp } from '../../src/exports/ending/janitor.ts'
import { sweepDeletedExports } from '../../src/exports/ending/sweep-deleted-exports.ts'
import type { ExportRequest } from '../../src/exports/request/export-request.ts'
import { requestExport } from '../../src/exports/request/request-export.ts'
import type { CurrentSession } from '../../src/identity/session.ts'
import { runSweep } from '../../src/platform/database/sweep.ts'
import { clearExportsAndJobs, countExportsAndJobs } from '../support/count-exports.ts'
import { asActor, type TestServices } from '../support/services.ts'
import { useServices } from '../support/use-services.ts'

describe('the verb', () => {
  const services = useServices()
  let session: CurrentSession
  beforeAll(async () => {
    session = await services.signIn('owner@summitridge.example')
  })
  afterEach(() => clearExportsAndJobs(services))

  const ask = (request: Partial<ExportRequest> = {}, using = services) =>
    requestExport(using, asActor(session), {
      ...{ kind: 'TAX_INFORMATION', format: 'CSV', filter: {}, idempotencyKey: null },
      ...request,
    })

  it('leaves no row when its job is not accepted', async () => {
    const enqueue = () => Promise.reject(new Error('the queue is away'))
    const broken = { ...services, jobs: { ...services.jobs, enqueue } }
    await expect(ask({}, broken)).rejects.toThrow('the queue is away')
    expect(await countExportsAndJobs(services)).toEqual({ exports: 0, jobs: 0 })
  })

  it('leaves no job when its row is not committed', async () => {
    const transact: TestServices['events']['transact'] = (db, work) =>
      services.events.transact(db, async (change) => {
        await work(change)
        throw new Error('the commit failed')
      })
    await expect(ask({}, { ...services, events: { ...services.events, transact } })).rejects.toThrow(
      'the commit failed',
    )
    expect(await countExportsAndJobs(services)).toEqual({ exports: 0, jobs: 0 })
  })

  it('makes one export of a key, however often and however parallel', async () => {
    const request = {
      filter: { search: ' Oak ', createdAfter: new Date('2020-01-01') },
      idempotencyKey: 'key-1',
    }
    const made = await Promise.all(Array.from({ length: 20 }, () => ask(request)))
    const again = await ask({ ...request, filter: { ...request.filter, search: 'Oak', createdBefore: null } })
    expect(new Set([...made, again].map(({ id }) => id)).size).toBe(1)
    expect(await countExportsAndJobs(services)).toEqual({ exports: 1, jobs: 1 })
  })

  it('keeps a key of 24 hours beyond the deletion of its export: a retry does not make it again', async () => {
    const { id } = await ask({ idempotencyKey: 'key-1' })
    await deleteExport(services, asActor(session), id)
    await tidyUp(services)
    await services.db.$executeRaw`UPDATE deleted_export SET requested_at = now() - interval '23 hours'`
    await runSweep(services.db, sweepDeletedExports)
    for (const request of [{}, { kind: 'BANKING_INFORMATION' as const }]) {
      await expect(ask({ ...request, idempotencyKey: 'key-1' })).rejects.toMatchObject({
        message: 'The export of this idempotency key was deleted. Use a new key to request it again.',
        path: ['input', 'idempotencyKey'],
      })
    }
    expect((await countExportsAndJobs(services)).exports).toBe(0)
    const colleague = await services.signIn('finance@summitridge.example')
    const request = { kind: 'TAX_INFORMATION', format: 'CSV', filter: {}, idempotencyKey: 'key-1' } as const
    await requestExport(services, asActor(colleague), request)
    await services.db.$executeRaw`UPDATE deleted_export SET requested_at = now() - interval '24 hours'`
    await runSweep(services.db, sweepDeletedExports)
    expect(await services.db.deletedExport.count()).toBe(0)
    await ask({ idempotencyKey: 'key-1' })
    expect((await countExportsAndJobs(services)).exports).toBe(2)
  })

  it("does not mix up two members' keys", async () => {
    const colleague = await services.signIn('finance@summitridge.example')
    const request = { kind: 'TAX_INFORMATION', format: 'CSV', filter: {}, idempotencyKey: 'key-1' } as const
    const mine = await requestExport(services, asActor(session), request)
    const theirs = await requestExport(services, asActor(colleague), request)
    expect(theirs.id).not.toBe(mine.id)
    expect([mine.ownerId, theirs.ownerId]).toEqual([session.teamMemberId, colleague.teamMemberId])
  })

  it('forgets a key after 24 hours', async () => {
    const first = await ask({ idempotencyKey: 'key-1' })
    const age = (hours: number) =>
      services.db.$executeRaw`UPDATE export SET requested_at = now() - ${hours} * interval '1 hour'`
    await age(23.9)
    expect((await ask({ idempotencyKey: 'key-1' })).id).toBe(first.id)
    await age(25)
    const second = await ask({ kind: 'BANKING_INFORMATION', idempotencyKey: 'key-1' })
    expect(second.id).not.toBe(first.id)
    expect((await ask({ kind: 'BANKING_INFORMATION', idempotencyKey: 'key-1' })).id).toBe(second.id)
    expect(await countExportsAndJobs(services)).toEqual({ exports: 2, jobs: 2 })
  })
})
