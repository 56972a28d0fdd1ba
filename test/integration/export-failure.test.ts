// Exports that cannot be made, or whose end is not known: what their owner is told, and what is kept.

import { Readable } from 'node:stream'
import { beforeAll, describe, expect, it } from 'vitest'
import { failExport } from '../../src/exports/run/fail-export.ts'
import { jobDefinitions } from '../../src/jobs.ts'
import { createJobs } from '../../src/platform/jobs/jobs.ts'
import { quickTries } from '../support/app.ts'
import type { ApiClient } from '../support/client.ts'
import { benchOwner, useExportBench } from '../support/export-bench.ts'
import { askForExport, untilExport } from '../support/exports.ts'
import { ListExportsDocument, ListNotificationsDocument } from '../support/gql/graphql.ts'
import { listFiles, type TestServices } from '../support/services.ts'
import { useApp } from '../support/use-app.ts'

const app = useApp({ tuning: { jobs: quickTries } })
let owner: ApiClient
/** Its tries take some seconds, of which nearly all is waiting: they go on beside the other tests. */
let doomed: Awaited<ReturnType<typeof askForExport>>
beforeAll(async () => {
  await app.db.$executeRaw`UPDATE investor SET tax_id = set_byte(tax_id, 30, get_byte(tax_id, 30) # 1)`
  owner = await app.signIn(benchOwner)
  doomed = await askForExport(owner)
})
const bench = useExportBench()

describe('a publication whose answer is lost', () => {
  /** The first transaction after the file is written publishes it. */
  const losing = (when: 'before' | 'after'): TestServices => {
    const { events, storage } = bench.services
    let isWritten = false
    const put: typeof storage.put = async (...file) => {
      await storage.put(...file)
      isWritten = true
    }
    const transact: typeof events.transact = async (db, work) => {
      if (!isWritten) return events.transact(db, work)
      if (when === 'after') await events.transact(db, work)
      throw new Error('the connection broke')
    }
    return { ...bench.services, events: { ...events, transact }, storage: { ...storage, put } }
  }

  it('after the commit: the file that the member was told of stays', async () => {
    await expect(bench.run(losing('after'))).rejects.toThrow('the connection broke')
    await bench.run()
    await failExport(bench.services, { exportId: bench.exportId })
    expect(await bench.readRow()).toMatchObject({
      status: 'COMPLETED',
      attempt: 1,
      storageKey: bench.fileOf(1)[0],
    })
    expect([await bench.services.files(), await bench.readBell()]).toEqual([
      bench.fileOf(1),
      ['EXPORT_COMPLETED'],
    ])
  })

  it('before the commit: the next run makes another file, and that one stays alone', async () => {
    await expect(bench.run(losing('before'))).rejects.toThrow('the connection broke')
    expect((await bench.readRow()).status).toBe('PROCESSING')
    await bench.run()
    expect(await bench.readRow()).toMatchObject({
      status: 'COMPLETED',
      attempt: 2,
      storageKey: bench.fileOf(2)[0],
    })
    expect([await bench.services.files(), await bench.readBell()]).toEqual([
      bench.fileOf(2),
      ['EXPORT_COMPLETED'],
    ])
  })
})

describe('giving up', () => {
  it('makes it FAILED with one notification, and removes what the attempts left', async () => {
    for (const key of bench.fileOf(1, 3))
      await bench.services.storage.put(key, Readable.from([Buffer.from('part')]))
    await bench.services.db.export.update({ where: { id: bench.exportId }, data: { attempt: 3 } })
    await Promise.all([
      failExport(bench.services, { exportId: bench.exportId }),
      failExport(bench.services, { exportId: bench.exportId }),
    ])
    await bench.run()
    expect(await bench.readRow()).toMatchObject({
      status: 'FAILED',
      failureMessage: expect.stringMatching(/^Every attempt to make the file was cut off\./),
    })
    expect([await bench.services.files(), await bench.readBell()]).toEqual([[], ['EXPORT_FAILED']])
  })

  it('comes after the tries of this version, whatever an earlier one has set', async () => {
    const { database, db, log } = bench.services
    await db.$executeRaw`UPDATE pgboss.queue SET retry_limit = 99 WHERE name = 'export'`
    const jobs = createJobs({
      databaseUrl: database.databaseUrl,
      log,
      definitions: jobDefinitions,
      supervise: false,
    })
    await jobs.start()
    await jobs.stop()
    expect(
      await db.$queryRaw`SELECT retry_limit, dead_letter FROM pgboss.queue WHERE name = 'export'`,
    ).toEqual([{ retry_limit: 3, dead_letter: 'export-exhausted' }])
  })

  it('leaves a completed export as it is', async () => {
    await bench.run()
    const row = await bench.readRow()
    await failExport(bench.services, { exportId: bench.exportId })
    expect(await bench.readRow()).toEqual(row)
    expect([await bench.services.files(), await bench.readBell()]).toEqual([
      bench.fileOf(1),
      ['EXPORT_COMPLETED'],
    ])
  })
})

it('ends FAILED, and says so in the bell, when every try of a real worker fails', async () => {
  await untilExport(app.db, doomed.databaseId, 'FAILED', 60_000)
  const { exports } = await owner.request(ListExportsDocument, {})
  expect(exports.nodes).toMatchObject([
    {
      id: doomed.id,
      status: 'FAILED',
      failureMessage: expect.stringContaining('could not be decrypted'),
      downloadPath: null,
      rowCount: null,
    },
  ])
  const { notifications } = await owner.request(ListNotificationsDocument, {})
  expect(notifications).toMatchObject({ totalCount: 1, unreadCount: 1, nodes: [{ kind: 'EXPORT_FAILED' }] })
  expect((await app.db.export.findFirstOrThrow()).attempt).toBe(4)
  expect(await listFiles(app.dataDir)).toEqual([])
}, 70_000)
