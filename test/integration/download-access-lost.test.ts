// Downloads whose owner loses access, or whose session ends: cut off under way, and refused exactly between a look and
// its act.
import { once } from 'node:events'
import { buffer } from 'node:stream/consumers'
import { afterEach, describe, expect, it } from 'vitest'
import { endSessions } from '../../src/auth/devices/end-access.ts'
import { exportTopic } from '../../src/exports/ending/end-exports.ts'
import { expireExports } from '../../src/exports/ending/expire-exports.ts'
import { revokeExports } from '../../src/exports/ending/revoke-exports.ts'
import { requestExport } from '../../src/exports/request/request-export.ts'
import { runExport } from '../../src/exports/run/run-export.ts'
import type { Change } from '../../src/platform/events/events.ts'
import { inBetween } from '../support/people.ts'
import { downloadOwner, useServedDownload } from '../support/served-download.ts'
import { asActor, memberId, pauseStorage } from '../support/services.ts'

const download = useServedDownload()
const { services, plain, readCount, fetchPart, open } = download

const setAccess = (sensitiveDataAccess: boolean) =>
  services.db.teamMember.update({ where: { email: downloadOwner }, data: { sensitiveDataAccess } })
const lock = { sql: 'SELECT 1 FROM team_member WHERE id = $1 FOR UPDATE', id: memberId(downloadOwner) }

describe('a download under way', () => {
  afterEach(async () => {
    await setAccess(true)
    download.session = await services.signIn(downloadOwner)
    await download.giveFile()
  })
  const inTransaction = (work: (change: Change) => Promise<unknown>) =>
    services.events.transact(services.db, work)
  const loseAccess = ({ tx }: Change) =>
    tx.teamMember.update({ where: { email: downloadOwner }, data: { sensitiveDataAccess: false } })

  const revoke = () =>
    inTransaction(async (change) => {
      await loseAccess(change)
      await revokeExports(change, download.session.teamMemberId)
    })
  const end = () => inTransaction((change) => endSessions(change, download.session.teamMemberId))
  const loseSilently = () => inTransaction(loseAccess)

  it.each([
    ['its owner loses access', revoke],
    ['its session ends', end],
    ['its owner loses access, and no hint of it comes', loseSilently],
  ])('is cut off when %s', async (_when, happen) => {
    const response = await open()
    await once(response, 'readable')
    await happen()
    // The client reads nothing, so only the server can close the file.
    await download.untilClosed()
    let got = 0
    const reading = (async () => {
      for await (const piece of response) got += piece.length
    })()
    await expect(reading).rejects.toThrow('aborted')
    expect(got).toBeLessThan(plain.length)
    expect(download.bytesRead).toBeLessThan(plain.length)
  })

  it('ends whole when the 72 hours are over meanwhile', async () => {
    const response = await open()
    await once(response, 'readable')
    await services.db.$executeRaw`UPDATE export SET expires_at = now() WHERE id = ${download.exportId}::uuid`
    expect(await expireExports(services)).toBe(1)
    const looked = Promise.withResolvers<void>()
    const stop = services.events.subscribe(exportTopic(download.exportId), () => looked.resolve())
    await inTransaction(async ({ announce }) => announce(exportTopic(download.exportId)))
    await looked.promise
    stop()
    const got = await buffer(response)
    expect(got.equals(plain)).toBe(true)
    expect((await fetchPart({})).status).toBe(404)
  })
})

describe('Sensitive Data Access that is lost exactly between', () => {
  const loss = 'UPDATE team_member SET sensitive_data_access = false WHERE id = $1'
  const request = { kind: 'TAX_INFORMATION', format: 'CSV', filter: {}, idempotencyKey: null } as const
  afterEach(async () => {
    await setAccess(true)
    await download.giveFile()
  })
  const signal = new AbortController().signal
  const readStatus = async (id: string) =>
    (await services.db.export.findUniqueOrThrow({ where: { id } })).status

  it('the request and its row: there is none', async () => {
    const before = await services.db.export.count()
    const asking = () => requestExport(services, asActor(download.session), request).catch((error) => error)
    expect(await inBetween(services, lock, asking, loss)).toMatchObject({
      code: 'SENSITIVE_DATA_ACCESS_REQUIRED',
    })
    expect(await services.db.export.count()).toBe(before)
  })

  it('the job and its start: REVOKED, and nothing is written', async () => {
    const { id } = await requestExport(services, asActor(download.session), request)
    const files = await services.files()
    await inBetween(services, lock, () => runExport(services, { exportId: id }, signal), loss)
    expect([await readStatus(id), await services.files()]).toEqual(['REVOKED', files])
  })

  it('the written file and its completion: REVOKED, and the file is gone', async () => {
    const { id } = await requestExport(services, asActor(download.session), request)
    const files = await services.files()
    const paused = pauseStorage(services, 'written')
    const running = runExport(paused.services, { exportId: id }, signal)
    await paused.reached
    const finish = () => {
      paused.resume()
      return running
    }
    await inBetween(services, lock, finish, loss)
    expect([await readStatus(id), await services.files()]).toEqual(['REVOKED', files])
    expect(await services.db.notification.count({ where: { exportId: id } })).toBe(0)
  })

  it('the opened file and its deletion: as if there were none', async () => {
    const row = await services.db.export.findUniqueOrThrow({ where: { id: download.exportId } })
    const answer = await inBetween(
      services,
      lock,
      () => fetchPart({}),
      'DELETE FROM export WHERE owner_id = $1',
    )
    await services.db.export.create({ data: { ...row, filter: {} } })
    expect([answer.status, answer.headers.get('etag'), download.bytesRead > 0]).toEqual([404, null, true])
  })

  it('the opened file and its first byte: as if there were none, uncounted and noted as denied', async () => {
    const denied = () => services.db.auditEvent.count({ where: { action: 'export.download_denied' } })
    const before = await denied()
    const answer = await inBetween(services, lock, () => fetchPart({}), loss)
    expect([answer.status, answer.headers.get('etag')]).toEqual([404, null])
    expect([await readCount(), await denied()]).toEqual([0, before + 1])
    // The file had been opened: the second check of access refused it.
    expect(download.bytesRead).toBeGreaterThan(0)
  })
})

it('a session that ends exactly between the opened file and its first byte gets nothing', async () => {
  const end = 'DELETE FROM session WHERE team_member_id = $1'
  expect((await inBetween(services, lock, () => fetchPart({}), end)).status).toBe(404)
  expect([await readCount(), download.bytesRead > 0]).toEqual([0, true])
  download.session = await services.signIn(downloadOwner)
})
