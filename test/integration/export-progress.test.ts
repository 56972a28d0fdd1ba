// Following one export: each change once, to its end, and nothing for anybody else.

import { afterEach, describe, expect, it } from 'vitest'
import { cancelExport } from '../../src/exports/ending/cancel-export.ts'
import { deleteExport } from '../../src/exports/ending/delete-export.ts'
import { failExport } from '../../src/exports/run/fail-export.ts'
import { exportProgressTopic, streamExportProgress } from '../../src/exports/run/stream-export-progress.ts'
import type { Export } from '../../src/generated/prisma/client.ts'
import { useExportBench } from '../support/export-bench.ts'
import { askForExport, globalId } from '../support/exports.ts'
import { FollowExportDocument } from '../support/gql/graphql.ts'
import { asActor, pauseStorage } from '../support/services.ts'
import { openSignedIn } from '../support/socket.ts'
import { useApp } from '../support/use-app.ts'

const ownerEmail = 'owner@summitridge.example'

describe('the stream', () => {
  const bench = useExportBench()
  afterEach(() => setAccess(true))

  const setAccess = (sensitiveDataAccess: boolean) =>
    bench.services.db.teamMember.update({
      where: { id: bench.session.teamMemberId },
      data: { sensitiveDataAccess },
    })

  const follow = (session = bench.session) =>
    streamExportProgress(bench.services, asActor(session), bench.exportId)
  const show = (row: Export | null) => row && [row.status, row.rowsDone, row.rowsTotal]
  const next = async (stream: AsyncGenerator<Export, void>) => show((await stream.next()).value ?? null)

  it('shows a run that is under way, and its end', async () => {
    const paused = pauseStorage(bench.services, 'midway')
    const stream = follow()
    expect(await next(stream)).toEqual(['PROCESSING', 0, null])
    const waiting = next(stream)
    const running = bench.run(paused.services)
    await paused.reached
    // The first report: the storage waits, so there is no other yet.
    const first = await waiting
    expect(first).toEqual(['PROCESSING', expect.any(Number), 1200])
    expect(first?.[1]).toBeGreaterThan(0)
    paused.resume()
    await running
    const rest: (string | number | null)[][] = []
    for await (const row of stream) rest.push(show(row) ?? [])
    const rows = [0, first?.[1], ...rest.map(([, rowsDone]) => rowsDone)].map(Number)
    expect(rows).toEqual(rows.toSorted((a, b) => a - b))
    expect(rest.at(-1)).toEqual(['COMPLETED', 1200, 1200])
  })

  it('a run announces its progress a second apart at most, however fast it is', async () => {
    let announced = 0
    const stop = bench.services.events.subscribe(exportProgressTopic(bench.exportId), () => announced++)
    const start = performance.now()
    await bench.run()
    const seconds = (performance.now() - start) / 1_000
    // Hints keep their order: once this one has arrived, every one of the run has.
    const heard = Promise.withResolvers<void>()
    const stopLast = bench.services.events.subscribe('last:1', heard.resolve)
    await bench.services.events.transact(bench.services.db, async ({ announce }) => announce('last:1'))
    await heard.promise
    stopLast()
    stop()
    expect(announced).toBeGreaterThan(0)
    expect(announced).toBeLessThanOrEqual(2 + seconds)
  })

  it('a hint without a change is no event, and changes that come together are one', async () => {
    const { db, events } = bench.services
    const stream = follow()
    await next(stream)
    const change = (rowsDone: number) =>
      events.transact(db, async ({ tx, announce }) => {
        announce(exportProgressTopic(bench.exportId))
        await tx.export.update({ where: { id: bench.exportId }, data: { rowsDone, rowsTotal: 10 } })
      })
    for (const rowsDone of [1, 2, 3]) await change(rowsDone)
    expect(await next(stream)).toEqual(['PROCESSING', 3, 10])
    const waiting = next(stream)
    await change(3)
    await change(4)
    expect(await waiting).toEqual(['PROCESSING', 4, 10])
    await stream.return()
  })

  const endings: [string, string | null, () => Promise<unknown>][] = [
    ['canceled', 'CANCELED', () => cancelExport(bench.services, asActor(bench.session), bench.exportId)],
    ['deleted', null, () => deleteExport(bench.services, asActor(bench.session), bench.exportId)],
    ['failed', 'FAILED', () => failExport(bench.services, { exportId: bench.exportId })],
    ['completed', 'COMPLETED', () => bench.run()],
    [
      'revoked',
      'REVOKED',
      async () => {
        await setAccess(false)
        await bench.run()
      },
    ],
  ]
  it.each(endings)('ends with an export that is %s', async (_, status, end) => {
    const stream = follow()
    await next(stream)
    const rest = (async () => {
      const statuses: string[] = []
      for await (const row of stream) statuses.push(row.status)
      return statuses.filter((each) => each !== 'PROCESSING')
    })()
    await end()
    expect(await rest).toEqual(status ? [status] : [])
  })

  it('that begins after the end says how it ended, once', async () => {
    await cancelExport(bench.services, asActor(bench.session), bench.exportId)
    const stream = follow()
    expect(await next(stream)).toEqual(['CANCELED', 0, null])
    expect(await stream.next()).toEqual({ done: true, value: undefined })
  })

  it('nobody else follows it, a Super Admin of the account included', async () => {
    const others = await bench.services.db.teamMember.findMany({
      where: { status: 'ACTIVE', id: { not: bench.session.teamMemberId } },
    })
    expect(others.length).toBeGreaterThan(2)
    for (const { email } of others) {
      const stream = follow(await bench.services.signIn(email))
      expect(await stream.next()).toEqual({ done: true, value: undefined })
    }
  })
})

describe('over WebSocket', () => {
  const app = useApp()

  const query = FollowExportDocument.toString()

  it('an export is followed to its file, and the subscription completes', async () => {
    const owner = await app.signIn(ownerEmail)
    const socket = await openSignedIn(app.url, owner.token ?? '')
    const { id, path } = await askForExport(owner)
    const messages = await socket.run('1', query, { id })
    expect(messages.at(-1)).toEqual({ id: '1', type: 'complete' })
    expect(messages.at(-2)).toMatchObject({
      payload: {
        data: {
          exportProgress: {
            status: 'COMPLETED',
            downloadPath: path,
            progress: { rowsDone: 1200, rowsTotal: 1200, percent: 100 },
          },
        },
      },
    })
    socket.socket.close()
  })

  it('another’s export and one that never was get the same answer', async () => {
    const { id } = await askForExport(await app.signIn(ownerEmail))
    const other = await app.signIn('relations@summitridge.example')
    const socket = await openSignedIn(app.url, other.token ?? '')
    const absent = globalId('Export', '0197ffff-0000-7000-8000-00000000abcd')
    const complete = [{ id: '1', type: 'complete' }]
    expect(await socket.run('1', query, { id: absent })).toEqual(complete)
    expect(await socket.run('1', query, { id })).toEqual(complete)
    socket.socket.close()
  })
})
