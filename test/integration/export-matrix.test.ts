// For everyone but its owner, by every way in, an export does not exist. Trying changes nothing but the audit.

import { readFileSync } from 'node:fs'
import { buildSchema } from 'graphql'
import { beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { hashToken } from '../../src/platform/encryption/crypto.ts'
import { createClient } from '../support/client.ts'
import { askForExport, giveExport, globalId, untilExport } from '../support/exports.ts'
import { ListenForExportsDocument, ListenToBellDocument } from '../support/gql/graphql.ts'
import { post, send } from '../support/http.ts'
import { addPerson } from '../support/people.ts'
import { as, login, turnMfaOn } from '../support/sign-in-steps.ts'
import { until } from '../support/until.ts'
import { useApp } from '../support/use-app.ts'

const schema = buildSchema(readFileSync('schema.graphql', 'utf8'))
const ownerEmail = 'finance@summitridge.example'
const absent = '0197ffff-0000-7000-8000-00000000abcd'

const app = useApp()
let target: Target
/** A ticket of the owner's, in a session that was ended. */
let stolen: string

/** An export, as someone who knows all its ids would ask for it. */
type Target = { id: string; notificationId: string }
const nothing: Target = { id: absent, notificationId: absent }

type Answer = {
  status: number
  text: string
  etag?: string | null | undefined
  range?: string | null | undefined
}
type Way = { field?: string; ask(headers: Record<string, string>, target: Target): Promise<Answer> }

const graphqlWay = (
  field: string,
  query: string,
  variables: (target: Target) => object = () => ({}),
): Way => ({
  field,
  async ask(headers, asked) {
    const { status, text } = await post(app.url, query, variables(asked), headers)
    return { status, text }
  },
})
const httpWay = (method: string, more: Record<string, string> = {}): Way => ({
  async ask(headers, { id }) {
    const answer = await send(`${app.url}/exports/${id}/download`, {
      method,
      headers: { ...headers, ...more },
    })
    const [etag, range] = ['etag', 'content-range'].map((name) => answer.headers.get(name))
    return { status: answer.status, text: answer.text, etag, range }
  },
})
const byId =
  (type: string) =>
  ({ id, notificationId }: Target) => ({
    id: globalId(type, type === 'Notification' ? notificationId : id),
  })
const inputOf = ({ id }: Target) => ({ input: { exportId: globalId('Export', id) } })
const cursorOf = ({ id }: Target) => ({ at: globalId('GPC:S', id) })
const mutation = (name: string) => {
  const type = `${name.charAt(0).toUpperCase()}${name.slice(1)}Input!`
  return graphqlWay(
    name,
    `mutation ($input: ${type}) { ${name}(input: $input) { __typename ... on Error { code message } } }`,
    inputOf,
  )
}

const fileWays: Record<string, Way> = {
  'GET downloadPath': httpWay('GET'),
  'HEAD downloadPath': httpWay('HEAD'),
  'a range of downloadPath': httpWay('GET', { range: 'bytes=0-99' }),
  'the end of downloadPath': httpWay('GET', { range: 'bytes=-1' }),
  createDownloadTicket: mutation('createDownloadTicket'),
}
const find = 'query ($id: ID!) { export(id: $id) { id downloadPath } }'
const node = 'query ($id: ID!) { node(id: $id) { id } }'
const ways: Record<string, Way> = {
  exports: graphqlWay('exports', '{ exports { totalCount nodes { id } } }'),
  'exports after it': graphqlWay(
    'exports',
    'query ($at: String) { exports(after: $at) { nodes { id } } }',
    cursorOf,
  ),
  'exports before it': graphqlWay(
    'exports',
    'query ($at: String) { exports(last: 9, before: $at) { nodes { id } } }',
    cursorOf,
  ),
  export: graphqlWay('export', find, byId('Export')),
  'export by its raw id': graphqlWay('export', find, ({ id }) => ({ id })),
  'export by an id of another type': graphqlWay('export', find, byId('Investor')),
  node: graphqlWay('node', node, byId('Export')),
  'node by its raw id': graphqlWay('node', node, ({ id }) => ({ id })),
  'node by an id of another type': graphqlWay('node', node, byId('TeamMember')),
  'node of its notification': graphqlWay('node', node, byId('Notification')),
  nodes: graphqlWay('nodes', 'query ($id: ID!) { nodes(ids: [$id]) { id } }', byId('Export')),
  notifications: graphqlWay(
    'notifications',
    '{ notifications { totalCount unreadCount nodes { id title export { id downloadPath } } } }',
  ),
  cancelExport: mutation('cancelExport'),
  deleteExport: mutation('deleteExport'),
  ...fileWays,
}

const isThere = ({ field }: Way) =>
  !field || [schema.getQueryType(), schema.getMutationType()].some((type) => type?.getFields()[field])

beforeAll(async () => {
  const owner = await app.signIn(ownerEmail)
  const { databaseId: id } = await askForExport(owner)
  await untilExport(app.db, id, 'COMPLETED')
  const bell = await app.db.notification.findFirstOrThrow({ where: { exportId: id } })
  target = { id, notificationId: bell.id }
  const ticket = await post(
    app.url,
    'mutation ($input: CreateDownloadTicketInput!) { createDownloadTicket(input: $input) { ... on CreateDownloadTicketSuccess { url } } }',
    inputOf(target),
    { authorization: `Bearer ${owner.token}` },
  )
  stolen = new URL(ticket.json.data.createDownloadTicket.url).pathname
  await post(app.url, 'mutation { logout { __typename } }', {}, { authorization: `Bearer ${owner.token}` })
})

/** What trying must not change: the row, the file's tickets, and what the audit has of successes. */
const snapshot = async () => ({
  row: await app.db.export.findUniqueOrThrow({ where: { id: target.id } }),
  tickets: await app.db.downloadTicket.count(),
  notifications: await app.db.notification.findMany({ where: { exportId: target.id } }),
  successes: await app.db.auditEvent.count({
    where: { action: { in: ['export.downloaded', 'export.ticket_created'] } },
  }),
})

const signIn = async (email: string) => (await app.signIn(email)).token ?? ''
const bearer = (token: string) => ({ authorization: `Bearer ${token}` })

type Actor = { name: string; email?: string; enter(): Promise<Record<string, string>> }

async function enterAsAdminWithAccess() {
  const { id, email } = await addPerson(app)
  await app.db.teamMember.update({ where: { id }, data: { sensitiveDataAccess: true } })
  return bearer(await signIn(email))
}

async function enterDeactivated() {
  const { id, email } = await addPerson(app)
  const token = await signIn(email)
  await app.db.teamMember.update({
    where: { id },
    data: { status: 'DEACTIVATED', sensitiveDataAccess: true },
  })
  return bearer(token)
}

async function enterWithEndedSession() {
  const token = await signIn(ownerEmail)
  await app.db.session.delete({ where: { tokenHash: new Uint8Array(hashToken(token)) } })
  return bearer(token)
}

async function enterWithChallenge() {
  await turnMfaOn(app)
  const { challengeToken } = as('VerificationRequired', await login(app.anonymous, ownerEmail))
  return { ...bearer(challengeToken), cookie: `vestibule_session=${challengeToken}` }
}

const actors: Actor[] = [
  ...[
    { name: 'a Super Admin of the account, with access', email: 'owner@summitridge.example' },
    { name: 'an Admin without access', email: 'relations@summitridge.example' },
    { name: 'a Viewer', email: 'analyst@summitridge.example' },
    { name: "another account's Super Admin", email: 'owner@harborpoint.example' },
  ].map((each) => ({ ...each, enter: async () => bearer(await signIn(each.email)) })),
  { name: 'an Admin with access', enter: enterAsAdminWithAccess },
  { name: 'somebody deactivated', enter: enterDeactivated },
  { name: 'somebody signed out', enter: async () => ({}) },
  { name: 'the owner with a session that has ended', enter: enterWithEndedSession },
  // The last: it turns MFA on.
  { name: "whoever has the owner's challenge token", enter: enterWithChallenge },
]

describe.each(actors)('for $name', ({ email, enter }) => {
  let headers: Record<string, string>
  beforeAll(async () => {
    headers = await enter()
  })
  beforeEach(() => app.db.rateLimit.deleteMany({ where: { key: { startsWith: 'download-' } } }))

  it.for(Object.entries(ways))('%s', async ([, way], { skip }) => {
    skip(!isThere(way), `The schema has no field ${way.field}.`)
    const before = await snapshot()
    const answer = await way.ask(headers, target)
    // An answer may repeat the id that it was asked for.
    const neutral = ({ text, ...rest }: Answer, asked: Target) => {
      const given = [globalId('Investor', asked.id), globalId('TeamMember', asked.id), asked.id]
      return { ...rest, text: given.reduce((told, id) => told.replaceAll(id, '…'), text) }
    }
    expect(neutral(answer, target)).toEqual(neutral(await way.ask(headers, nothing), nothing))
    expect(answer.text).not.toContain(globalId('Export', target.id))
    expect(answer.text).not.toContain('external_id')
    expect([answer.status, answer.etag ?? null]).toEqual([expect.toSatisfy((s) => s !== 206), null])
    expect(await snapshot()).toEqual(before)
  })

  it('a stolen ticket, after its session was ended', async () => {
    const before = await snapshot()
    const [taken, never] = await Promise.all(
      [stolen, `/downloads/${'A'.repeat(43)}`].map((path) => send(`${app.url}${path}`, { headers })),
    )
    expect([taken?.status, taken?.text]).toEqual([404, never?.text])
    expect(await snapshot()).toEqual(before)
  })

  it('the streams', async () => {
    const client = createClient(app.url, headers.authorization?.slice('Bearer '.length))
    if (!email) {
      // An Admin with access is like the Super Admin above. Without a session there is no socket.
      const { status, json } = await post(app.url, '{ viewer { teamMember { id } } }', {}, headers)
      if (status === 200 && json.data?.viewer) return
      await expect(client.subscribe(ListenForExportsDocument)).rejects.toMatchObject({ code: 4401 })
      await expect(client.subscribe(ListenToBellDocument)).rejects.toMatchObject({ code: 4401 })
      return
    }
    const completed = await client.subscribe(ListenForExportsDocument)
    const own: string[] = []
    const first = completed.next()
    // A client cannot see when its stream has begun to listen: exports of both are made until one arrives.
    const heard = await until(async () => {
      await giveExport(app, ownerEmail)
      own.push(await giveExport(app, email))
      return await Promise.race([first, Promise.reject(new Error('nothing was heard yet'))])
    }, 100)
    expect(own).toContain(heard.exportCompleted.id)
    const bell = await client.subscribe(ListenToBellDocument, {
      after: Buffer.from('bell:0').toString('base64url'),
    })
    const rung: (string | undefined)[] = []
    while (rung.length < own.length)
      rung.push((await bell.next()).notificationReceived.notification.export?.id)
    expect(rung).toEqual(own)
    await Promise.all([completed.stop(), bell.stop()])
  })
})

describe('for the owner without Sensitive Data Access', () => {
  const give = (sensitiveDataAccess: boolean) =>
    app.db.teamMember.update({ where: { email: ownerEmail }, data: { sensitiveDataAccess } })

  // They still see the row. The file is as if it did not exist.
  it.each(Object.entries(fileWays))('%s', async (_name, way) => {
    const headers = bearer(await signIn(ownerEmail))
    await give(false)
    const before = await snapshot()
    const answer = await way.ask(headers, target)
    expect(answer).toEqual(await way.ask(headers, nothing))
    expect(answer.text).not.toContain('external_id')
    expect(await snapshot()).toEqual(before)
    await give(true)
  })
})

it('leaves the owner every way to it, each noted', async () => {
  const headers = bearer(await signIn(ownerEmail))
  const found = await Promise.all(
    ['export', 'node', 'exports', 'notifications'].map((name) => ways[name]?.ask(headers, target)),
  )
  for (const answer of found) expect(answer?.text).toContain(globalId('Export', target.id))
  const before = await snapshot()
  const file = await fileWays['GET downloadPath']?.ask(headers, target)
  const part = await fileWays['the end of downloadPath']?.ask(headers, target)
  expect([file?.status, part?.status, part?.text.length]).toEqual([200, 206, 1])
  expect(file?.text).toMatch(/^external_id,/)
  const after = await snapshot()
  expect(after.row.downloadCount).toBe(before.row.downloadCount + 1)
  expect(after.successes).toBe(before.successes + 2)
})
