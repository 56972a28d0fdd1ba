// The edge of the API: nobody signed in, ids that lead nowhere, bodies that are too much.

import { beforeAll, describe, expect, it } from 'vitest'
import type { ApiClient } from '../support/client.ts'
import { askForExport, globalId } from '../support/exports.ts'
import {
  AskForExportDocument,
  FindExportDocument,
  FindNodeDocument,
  ListExportsDocument,
  ListNotificationsDocument,
  WhoAmIDocument,
} from '../support/gql/graphql.ts'
import { post, send } from '../support/http.ts'
import { sessionOf } from '../support/stored-tokens.ts'
import { useApp } from '../support/use-app.ts'

const summitRidge = '01970000-0000-7000-8000-000000000001'
const harborPoint = '01970000-0000-7000-8000-000000000002'
const member = (number: number) => `01970000-0000-7000-8001-00000000000${number}`
const investor = (account: number, number: number) =>
  `01970000-000${account}-7000-8002-${String(number).padStart(12, '0')}`

const app = useApp()
let owner: ApiClient
let exportId: string
beforeAll(async () => {
  owner = await app.signIn('owner@summitridge.example')
  exportId = (await askForExport(owner)).id
})

async function countEverything() {
  const { rows } = await app.pool.query(`
    SELECT (SELECT count(*)::int FROM export) AS exports, (SELECT count(*)::int FROM session) AS sessions,
           (SELECT count(*)::int FROM pgboss.job WHERE name = 'export') AS jobs`)
  return rows[0]
}

describe('without a session', () => {
  const notSignedIn = {
    message: 'You are not signed in. Sign in with the `login` mutation first.',
    extensions: { code: 'UNAUTHENTICATED' },
  }

  it('nobody is the viewer', async () => {
    expect(await app.anonymous.send(WhoAmIDocument)).toEqual({ data: { viewer: null } })
  })

  it('every list, every export and every request for one is refused, and nothing happens', async () => {
    const before = await countEverything()
    const answers = [
      await post(app.url, ListExportsDocument),
      await post(app.url, ListNotificationsDocument),
      await post(app.url, '{ investors { totalCount } }'),
      await post(app.url, FindExportDocument, { id: exportId }),
      await post(app.url, AskForExportDocument, { input: { kind: 'TAX_INFORMATION' } }),
      await post(
        app.url,
        AskForExportDocument,
        { input: { kind: 'TAX_INFORMATION' } },
        { authorization: 'Bearer x' },
      ),
      await post(app.url, 'subscription { exportCompleted { id } }', {}, { accept: 'application/json' }),
    ]
    for (const { json } of answers) {
      expect(json.errors).toEqual([expect.objectContaining(notSignedIn)])
      expect(Object.values(json.data ?? {}).filter((value) => value !== null)).toEqual([])
    }
    expect(await countEverything()).toEqual(before)
  })

  it('a download is refused', async () => {
    const response = await app.anonymous.get('/exports/01970000-0000-7000-8000-000000000001/download')
    expect(response.status).toBe(401)
    expect((await response.json()).error.code).toBe('UNAUTHENTICATED')
  })

  it.each([
    globalId('Account', summitRidge),
    globalId('TeamMember', member(1)),
    globalId('Investor', investor(1, 1)),
    globalId('Nothing', member(1)),
  ])('there is nothing behind an id: %s', async (id) => {
    expect(await app.anonymous.send(FindNodeDocument, { id })).toEqual({ data: { node: null } })
  })
})

describe('node', () => {
  it('finds what is of the own account, and the own session', async () => {
    const { id } = await sessionOf(app, owner.token ?? '')
    const ids = [
      globalId('Account', summitRidge),
      globalId('TeamMember', member(2)),
      globalId('Investor', investor(1, 1)),
      globalId('Session', id),
      exportId,
    ]
    for (const each of ids) {
      const { node } = await owner.request(FindNodeDocument, { id: each })
      expect(node?.id).toBe(each)
    }
  })

  it('answers null for what is another account’s or another member’s, as for what does not exist', async () => {
    const colleague = await app.signIn('finance@summitridge.example')
    const { id } = await sessionOf(app, colleague.token ?? '')
    const absent = '0197ffff-0000-7000-8000-00000000abcd'
    const ids = [
      globalId('Account', harborPoint),
      globalId('TeamMember', member(5)),
      globalId('Investor', investor(2, 1)),
      globalId('Session', id),
      ...['Account', 'TeamMember', 'Investor', 'Session', 'Export', 'Notification'].map((type) =>
        globalId(type, absent),
      ),
    ]
    for (const each of ids) {
      expect(await owner.send(FindNodeDocument, { id: each })).toEqual({ data: { node: null } })
    }
    expect(await colleague.send(FindNodeDocument, { id: exportId })).toEqual({ data: { node: null } })
    expect(await colleague.send(FindExportDocument, { id: exportId })).toEqual({ data: { export: null } })
  })

  it.each([
    ['Nothing', member(1)],
    ['LoginSuccess', member(1)],
    ['Query', member(1)],
    ['String', member(1)],
    ['__proto__', member(1)],
    ['constructor', member(1)],
    ['Investor', 'x'],
    ['Investor', '1'],
    ['Investor', `${investor(1, 1)}\0`],
    ['Investor', `${investor(1, 1)}:${investor(1, 2)}`],
    ['Session', "' OR 1=1 --"],
  ])('answers null for an id that no node has: %s:%s', async (type, id) => {
    expect(await owner.send(FindNodeDocument, { id: globalId(type, id) })).toEqual({ data: { node: null } })
  })

  it.each(['', 'x', '\0', 'Investor:1', globalId('Investor', ''), globalId('', member(1)), '😀'])(
    'says so of what is no id at all: %j',
    async (id) => {
      for (const document of [FindNodeDocument, FindExportDocument]) {
        const { data, errors } = (await post(app.url, document, { id }, asOwner())).json
        expect(Object.values(data)).toEqual([null])
        expect(errors).toEqual([
          expect.objectContaining({
            message: `Invalid global ID: ${id}`,
            extensions: { code: 'BAD_REQUEST' },
          }),
        ])
      }
    },
  )

  it('says so of the id of something else, where only an export is meant', async () => {
    const { errors } = await owner.send(FindExportDocument, { id: globalId('Investor', investor(1, 1)) })
    expect(errors?.[0]?.extensions).toEqual({ code: 'BAD_REQUEST' })
  })
})

const asOwner = () => ({ authorization: `Bearer ${owner.token}` })

describe('a cursor', () => {
  const cursor = (text: string) => Buffer.from(`GPC:${text}`).toString('base64')

  it.each(['J:[1]', 'J:{"not":1}', 'J:null', 'S:', 'S:x', 'N:1', 'I:1', 'D:0', 'T:[]', 'x'])(
    'that no list has given is said to be none: %s',
    async (text) => {
      const answers = [
        await owner.send(ListExportsDocument, { after: cursor(text) }),
        await owner.send(ListExportsDocument, { last: 5, before: cursor(text) }),
        await owner.send(ListNotificationsDocument, { after: cursor(text) }),
      ]
      for (const { data, errors } of answers) {
        expect(data).toBeNull()
        expect(errors?.map(({ extensions }) => extensions)).toEqual([{ code: 'BAD_REQUEST' }])
      }
    },
  )
})

describe('a body', () => {
  const large = JSON.stringify({ query: `{ __typename } #${'x'.repeat(256 * 1024)}` })
  const json = { 'content-type': 'application/json' }

  it('of more than 256 KiB is refused, whether it says its length or not', async () => {
    const whole = await send(`${app.url}/graphql`, { method: 'POST', headers: json, body: large })
    const chunked: RequestInit & { duplex: 'half' } = {
      method: 'POST',
      headers: json,
      body: new Blob([large]).stream(),
      duplex: 'half',
    }
    for (const answer of [whole, await send(`${app.url}/graphql`, chunked)]) {
      expect(answer.status).toBe(413)
      expect(answer.json.errors).toEqual([
        { message: 'Request body too large', extensions: { code: 'REQUEST_ENTITY_TOO_LARGE' } },
      ])
    }
    expect((await post(app.url, '{ __typename }')).json).toEqual({ data: { __typename: 'Query' } })
  })

  it.each([
    '',
    '{',
    '[]',
    'null',
    '1',
    '{"query":1}',
    '{"query":"{__typename}","variables":[]}',
    '[{"query":"{a}"}]',
  ])('that is no request is refused with a code: %j', async (body) => {
    const answer = await send(`${app.url}/graphql`, { method: 'POST', headers: json, body })
    expect(answer.status).toBe(400)
    expect(answer.json.errors[0].extensions.code).toBe('BAD_REQUEST')
    expect(answer.text).not.toMatch(/node_modules|at .*\.ts/)
  })

  it.each([
    ['{', 'GRAPHQL_PARSE_FAILED'],
    ['{ nothing }', 'GRAPHQL_VALIDATION_FAILED'],
    ['query A { __typename } query B { __typename }', 'OPERATION_RESOLUTION_FAILURE'],
    ['query ($id: ID!) { node(id: $id) { id } }', 'BAD_REQUEST'],
  ])('whose document is wrong is answered with a code: %s', async (query, code) => {
    const { json } = await post(app.url, query)
    expect(json.errors[0].extensions.code).toBe(code)
  })
})
