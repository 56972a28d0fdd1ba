// An export exists for its owner alone. For everyone else, a Super Admin included, it does not exist.

import { beforeAll, describe, expect, it } from 'vitest'
import { startTestApp } from '../support/app.ts'
import type { ApiClient } from '../support/client.ts'
import { askForExport, databaseId, giveExport, globalId, untilExport } from '../support/exports.ts'
import {
  AskForExportDocument,
  FindExportDocument,
  FindNodeDocument,
  ListExportsDocument,
  ListenForExportsDocument,
  ListenToBellDocument,
  ListNotificationsDocument,
} from '../support/gql/graphql.ts'
import { listFiles } from '../support/services.ts'
import { until } from '../support/until.ts'
import { useApp } from '../support/use-app.ts'

const ownerEmail = 'owner@summitridge.example'
const relationsEmail = 'relations@summitridge.example'
const absent = '0197ffff-0000-7000-8000-00000000abcd'

const app = useApp()
let owner: ApiClient
let mine: { id: string; databaseId: string; path: string }
let notificationId: string
let cursors: { exports: string; notifications: string }

beforeAll(async () => {
  owner = await app.signIn(ownerEmail)
  mine = await askForExport(owner)
  await untilExport(app.db, mine.databaseId, 'COMPLETED')
  const [list, bell] = await Promise.all([
    owner.request(ListExportsDocument, {}),
    owner.request(ListNotificationsDocument, {}),
  ])
  notificationId = bell.notifications.nodes[0]?.id ?? ''
  cursors = {
    exports: list.exports.edges[0]?.cursor ?? '',
    notifications: bell.notifications.edges[0]?.cursor ?? '',
  }
})

const rowOf = (id: string) => app.db.export.findUniqueOrThrow({ where: { id } })
const countJobs = async () => {
  const [row] = await app.db.$queryRaw<{ count: number }[]>`SELECT count(*)::int AS count FROM pgboss.job`
  return row?.count
}

/** Sends every query that could show an export, with these ids. */
const askAll = (client: ApiClient, exportId: string, noteId: string, places: typeof cursors) =>
  Promise.all([
    client.send(FindExportDocument, { id: exportId }),
    client.send(FindNodeDocument, { id: exportId }),
    client.send(FindNodeDocument, { id: noteId }),
    client.send(ListExportsDocument, {}),
    client.send(ListExportsDocument, { after: places.exports }),
    client.send(ListExportsDocument, { before: places.exports, last: 20 }),
    client.send(ListNotificationsDocument, {}),
    client.send(ListNotificationsDocument, { after: places.notifications }),
  ])

const nothing = {
  id: globalId('Export', absent),
  note: globalId('Notification', absent),
  // Cursors as the lists give them.
  cursors: { exports: globalId('GPC:S', absent), notifications: globalId('GPC:S', absent) },
}

const download = async (client: ApiClient, path: string) => {
  const response = await client.get(path)
  return { status: response.status, body: await response.text() }
}
const notFound = {
  status: 404,
  body: '{"error":{"code":"NOT_FOUND","message":"There is no such export, or its file was deleted."}}\n',
}

describe.each([
  ['a colleague with Sensitive Data Access', 'finance@summitridge.example'],
  ['a colleague without it', relationsEmail],
  ['a view-only colleague', 'analyst@summitridge.example'],
  ["another account's Super Admin", 'owner@harborpoint.example'],
])('for %s', (_who, email) => {
  it("another's export does not exist, by any query, cursor or address", async () => {
    const client = await app.signIn(email)
    const before = await rowOf(mine.databaseId)
    const answers = await askAll(client, mine.id, notificationId, cursors)
    expect(answers).toEqual(await askAll(client, nothing.id, nothing.note, nothing.cursors))
    expect(answers.slice(0, 4)).toEqual([
      { data: { export: null } },
      { data: { node: null } },
      { data: { node: null } },
      { data: { exports: { totalCount: 0, edges: [], nodes: [] } } },
    ])
    expect(answers[6]).toEqual({
      data: { notifications: { totalCount: 0, unreadCount: 0, edges: [], nodes: [] } },
    })
    expect(await download(client, mine.path)).toEqual(notFound)
    expect(await download(client, `/exports/${absent}/download`)).toEqual(notFound)
    expect(await rowOf(mine.databaseId)).toEqual(before)
    expect(before.downloadCount).toBe(0)
  })

  it("another's cursor leads nowhere, though there are own exports on both sides of it", async () => {
    const client = await app.signIn(email)
    const give = async (requestedAt: string) => {
      const id = databaseId(await giveExport(app, email))
      await app.db.export.update({ where: { id }, data: { requestedAt } })
    }
    for (const year of [2020, 2021, 2030, 2031]) await give(`${year}-01-01T00:00:00Z`)
    const pages = (places: typeof cursors) =>
      Promise.all([
        client.request(ListExportsDocument, { after: places.exports }),
        client.request(ListExportsDocument, { before: places.exports, last: 20 }),
        client.request(ListNotificationsDocument, { after: places.notifications }),
      ])
    const answers = await pages(cursors)
    expect(answers).toEqual(await pages(nothing.cursors))
    expect(answers.map((answer) => Object.values(answer).map(({ edges }) => edges))).toEqual([
      [[]],
      [[]],
      [[]],
    ])
    await app.db.export.deleteMany({ where: { owner: { email } } })
    await app.db.notification.deleteMany({ where: { teamMember: { email } } })
    await app.db.teamMember.update({ where: { email }, data: { notificationSequence: 0 } })
  })

  it("neither stream tells of another's export", async () => {
    const client = await app.signIn(email)
    const [exports, bell] = await Promise.all([
      client.subscribe(ListenForExportsDocument),
      client.subscribe(ListenToBellDocument, { after: Buffer.from('bell:0').toString('base64url') }),
    ])
    // A client cannot see when its stream has begun to listen: own exports are made until one arrives.
    const own: string[] = []
    const heard = exports.next().then((event) => event.exportCompleted.id)
    const first = await until(async () => {
      own.push(await giveExport(app, email))
      return await Promise.race([heard, Promise.reject(new Error('nothing was heard yet'))])
    }, 100)
    const theirs = await askForExport(owner)
    await untilExport(app.db, theirs.databaseId, 'COMPLETED')
    own.push(await giveExport(app, email))
    const seen = [first]
    while (seen.at(-1) !== own.at(-1)) seen.push((await exports.next()).exportCompleted.id)
    expect(seen).toEqual(own.slice(own.indexOf(first)))
    const rung: (string | undefined)[] = []
    while (rung.at(-1) !== own.at(-1)) {
      rung.push((await bell.next()).notificationReceived.notification.export?.id)
    }
    expect(rung).toEqual(own)
    await Promise.all([exports.stop(), bell.stop()])
  })
})

describe('for nobody in particular', () => {
  it('there is nothing without a session', async () => {
    const before = await rowOf(mine.databaseId)
    const answers = await askAll(app.anonymous, mine.id, notificationId, cursors)
    const code = 'UNAUTHENTICATED'
    expect(answers.map(({ errors }) => errors?.[0]?.extensions?.code)).toEqual([
      ...[code, undefined, undefined],
      ...[code, code, code, code, code],
    ])
    expect(answers.every(({ data }) => !data || Object.values(data).every((value) => value === null))).toBe(
      true,
    )
    expect(await download(app.anonymous, mine.path)).toEqual({
      status: 401,
      body: '{"error":{"code":"UNAUTHENTICATED","message":"You are not signed in. Sign in and try again."}}\n',
    })
    await expect(app.anonymous.subscribe(ListenForExportsDocument)).rejects.toMatchObject({ code: 4401 })
    expect(await rowOf(mine.databaseId)).toEqual(before)
  })

  it.each([
    '/exports//download',
    '/exports/1/download',
    '/exports/%00/download',
    "/exports/'%20OR%20true--/download",
    '/exports/..%2f..%2fkeys.json/download',
    '/exports/0197ffff-0000-7000-8000-00000000abcd/download/',
    '/exports/0197ffff-0000-7000-8000-00000000abcd',
  ])('%s leads nowhere, even for an owner', async (path) => {
    expect((await owner.get(path)).status).toBe(404)
  })

  it.each([
    '',
    'x',
    'Export',
    globalId('Export', 'x'),
    globalId('Export', "' OR true--"),
    globalId('Export', '\0'),
  ])('the id %j finds nothing, and says nothing of the database', async (id) => {
    const answers = [await owner.send(FindExportDocument, { id }), await owner.send(FindNodeDocument, { id })]
    expect(answers.flatMap(({ data }) => Object.values(data ?? {}))).toEqual([null, null])
    const errors = answers.flatMap((answer) => answer.errors ?? [])
    expect(errors.map(({ extensions }) => extensions?.code)).not.toContain('INTERNAL_SERVER_ERROR')
    expect(JSON.stringify(errors)).not.toMatch(/prisma|postgres|uuid|syntax/i)
  })
})

describe('Sensitive Data Access', () => {
  // Without a worker, until a test starts one.
  const server = useApp({ config: { role: 'server' } })

  it('is needed to ask for an export', async () => {
    const client = await app.signIn(relationsEmail)
    const before = [await app.db.export.count(), await countJobs()]
    expect(await client.request(AskForExportDocument, { input: { kind: 'TAX_INFORMATION' } })).toEqual({
      requestExport: {
        __typename: 'SensitiveDataAccessRequiredError',
        code: 'SENSITIVE_DATA_ACCESS_REQUIRED',
        message: 'This needs Sensitive Data Access. A Super Admin of your account can grant it.',
      },
    })
    expect([await app.db.export.count(), await countJobs()]).toEqual(before)
  })

  it('taken away before the start: the export is REVOKED and nothing is written', async () => {
    const asked = await askForExport(await server.signIn(ownerEmail))
    await server.db.teamMember.update({ where: { email: ownerEmail }, data: { sensitiveDataAccess: false } })
    const worker = await startTestApp({ role: 'worker' }, server)
    await untilExport(server.db, asked.databaseId, 'REVOKED')
    expect(await listFiles(worker.dataDir)).toEqual([])
    expect(await server.db.notification.count()).toBe(0)
    await worker.stop()
  })

  it('taken away after the end: the file is not to be had', async () => {
    const email = 'finance@summitridge.example'
    const client = await app.signIn(email)
    const asked = await askForExport(client)
    await untilExport(app.db, asked.databaseId, 'COMPLETED')
    await app.db.teamMember.update({ where: { email }, data: { sensitiveDataAccess: false } })
    const before = await rowOf(asked.databaseId)
    expect(await download(client, asked.path)).toEqual(notFound)
    expect(await rowOf(asked.databaseId)).toEqual(before)
    await app.db.teamMember.update({
      where: { email },
      data: { status: 'DEACTIVATED', sensitiveDataAccess: true },
    })
    expect((await download(client, asked.path)).status).toBe(401)
    expect((await client.send(FindExportDocument, { id: asked.id })).errors?.[0]?.extensions?.code).toBe(
      'UNAUTHENTICATED',
    )
    expect(await rowOf(asked.databaseId)).toEqual(before)
    expect(before.downloadCount).toBe(0)
  })
})

it('leaves the owner everything', async () => {
  expect((await owner.request(FindExportDocument, { id: mine.id })).export?.id).toBe(mine.id)
  const response = await owner.get(mine.path)
  expect(response.status).toBe(200)
  await response.arrayBuffer()
  expect((await rowOf(mine.databaseId)).downloadCount).toBe(1)
})
