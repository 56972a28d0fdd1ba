// Exports that lost their job, as when the queue was purged or restored from an older backup: they are found, and made
// once. One that still has its job is left alone.
import { afterEach, describe, expect, it } from 'vitest'
import { cancelExport } from '../../src/exports/ending/cancel-export.ts'
import { tidyUp } from '../../src/exports/ending/janitor.ts'
import { failExportJob, runExportJob } from '../../src/exports/run/export-job.ts'
import { runExport } from '../../src/exports/run/run-export.ts'
import { jobDefinitions } from '../../src/jobs.ts'
import { createJobs } from '../../src/platform/jobs/jobs.ts'
import { useExportBench } from '../support/export-bench.ts'
import { untilExport } from '../support/exports.ts'
import { asActor } from '../support/services.ts'

const bench = useExportBench()
const { services } = bench
afterEach(() => loseJobs())

const loseJobs = () => services.db.$executeRaw`DELETE FROM pgboss.job WHERE name LIKE 'export%'`
const age = (interval: string) => services.db.$executeRaw`
  UPDATE export SET requested_at = requested_at - ${interval}::interval WHERE id = ${bench.exportId}::uuid`
/** The jobs of the export: queue and state. */
const jobs = async () =>
  (
    await services.db.$queryRaw<{ name: string; state: string }[]>`
      SELECT name, state::text FROM pgboss.job WHERE data->>'exportId' = ${bench.exportId}`
  )
    .map(({ name, state }) => `${name} ${state}`)
    .sort()

describe('an export that has lost its job', () => {
  it('is given another one by two janitors at once, and completed once', async () => {
    await loseJobs()
    await age('6 minutes')
    await Promise.all(Array.from({ length: 6 }, () => tidyUp(services)))
    expect(await jobs()).toEqual(['export created'])
    await tidyUp(services)
    expect(await jobs()).toEqual(['export created'])
    const { databaseUrl } = services.database
    const worker = createJobs({
      databaseUrl,
      log: services.log,
      definitions: jobDefinitions,
      supervise: false,
    })
    await worker.start()
    await worker.work(runExportJob, 2, (data, signal) => runExport(services, data, signal))
    await untilExport(services.db, bench.exportId, 'COMPLETED')
    await worker.stop()
    expect(await bench.readRow()).toMatchObject({ attempt: 1 })
    expect([await services.files(), await bench.readBell()]).toEqual([bench.fileOf(1), ['EXPORT_COMPLETED']])
    await tidyUp(services)
    expect(await jobs()).toEqual(['export completed'])
  })

  it('is given one, though a janitor has seen that it has none and another was faster', async () => {
    await loseJobs()
    await age('6 minutes')
    const [seen, resumed] = [Promise.withResolvers<void>(), Promise.withResolvers<void>()]
    let looks = 0
    const isPending: typeof services.jobs.isPending = async (...asked) => {
      const found = await services.jobs.isPending(...asked)
      looks += 1
      if (looks > 1) return found
      seen.resolve()
      await resumed.promise
      return found
    }
    const slow = tidyUp({ ...services, jobs: { ...services.jobs, isPending } })
    await seen.promise
    await tidyUp(services)
    resumed.resolve()
    await slow
    // It looked again, under the lock.
    expect([looks, await jobs()]).toEqual([2, ['export created']])
  })

  it('though it was begun, and even tried in vain: the same', async () => {
    await services.db.$executeRaw`
      UPDATE pgboss.job SET state = 'failed' WHERE data->>'exportId' = ${bench.exportId}`
    await services.db.export.update({
      where: { id: bench.exportId },
      data: { attempt: 2, lastFault: 'UNKNOWN' },
    })
    await age('6 minutes')
    await tidyUp(services)
    expect(await jobs()).toEqual(['export created', 'export failed'])
  })

  it('not before five minutes, for then it is not looked for', async () => {
    await loseJobs()
    await age('4 minutes')
    await tidyUp(services)
    expect(await jobs()).toEqual([])
  })

  it('ends FAILED after a day, with a reason, and once', async () => {
    await loseJobs()
    await age('23 hours 59 minutes')
    await tidyUp(services)
    expect(await jobs()).toEqual(['export created'])
    await loseJobs()
    await age('2 minutes')
    await Promise.all(Array.from({ length: 6 }, () => tidyUp(services)))
    expect(await bench.readRow()).toMatchObject({
      status: 'FAILED',
      failureMessage: expect.stringMatching(/^The file was not made within a day.* Request the export again/),
    })
    expect([await jobs(), await bench.readBell()]).toEqual([[], ['EXPORT_FAILED']])
  })

  it('against its cancelling at the same moment: no job brings it back', async () => {
    for (let round = 0; round < 5; round++) {
      await loseJobs()
      await age('6 minutes')
      await Promise.all([
        tidyUp(services),
        cancelExport(services, asActor(bench.session), bench.exportId),
        tidyUp(services),
      ])
      await bench.run()
      expect(await bench.readRow()).toMatchObject({ status: 'CANCELED', attempt: 0 })
      await bench.clear()
      await services.db.rateLimit.deleteMany()
      await bench.ask()
    }
  })
})

describe('an export that has its job', () => {
  it.each(['created', 'retry', 'active'])(
    'which stands as %s, however old: it is left to it',
    async (state) => {
      await services.db.$executeRaw`
        UPDATE pgboss.job SET state = ${state}::pgboss.job_state WHERE data->>'exportId' = ${bench.exportId}`
      await age('25 hours')
      await tidyUp(services)
      expect(await jobs()).toEqual([`export ${state}`])
      expect((await bench.readRow()).status).toBe('PROCESSING')
    },
  )

  it('or the job that says that all tries are over: it is left to that', async () => {
    await loseJobs()
    await services.db.$transaction((tx) =>
      services.jobs.enqueue(tx, failExportJob, { exportId: bench.exportId }),
    )
    await age('25 hours')
    await tidyUp(services)
    expect(await jobs()).toEqual(['export-exhausted created'])
    expect((await bench.readRow()).status).toBe('PROCESSING')
  })

  it('of another export: that one does not count', async () => {
    await loseJobs()
    await age('6 minutes')
    const { exportId } = bench
    await bench.ask()
    bench.exportId = exportId
    await tidyUp(services)
    expect(await jobs()).toEqual(['export created'])
  })
})
