// What clients and load balancers see when the database fails: that it failed, and no details.

import { Client } from 'pg'
import { afterAll, beforeAll, describe, expect, inject, it, vi } from 'vitest'
import type { ApiClient } from '../support/client.ts'
import { AskForExportDocument, ListExportsDocument, WhoAmIDocument } from '../support/gql/graphql.ts'
import { post, send } from '../support/http.ts'
import { login } from '../support/sign-in-steps.ts'
import { useApp } from '../support/use-app.ts'

const email = 'owner@summitridge.example'
const masked = {
  message: 'Something went wrong on our side. Try again in a moment.',
  extensions: { code: 'INTERNAL_SERVER_ERROR' },
}

const app = useApp()
let owner: ApiClient
beforeAll(async () => {
  owner = await app.signIn(email)
})

/** Nothing that tells of the database, its client, or the code. */
const expectNothingTold = (text: string) =>
  expect(text).not.toMatch(/prisma|relation|postgres|sql|stack|node_modules|\.ts|\.js|export_gone|database/i)

const health = async (path: string) => {
  const { status, json } = await send(`${app.url}/health/${path}`)
  return [status, json]
}

describe('an unexpected error', () => {
  beforeAll(() => app.pool.query('ALTER TABLE export RENAME TO export_gone'))
  afterAll(() => app.pool.query('ALTER TABLE export_gone RENAME TO export'))

  it.each([
    ['a list', ListExportsDocument, {}],
    ['a mutation', AskForExportDocument, { input: { kind: 'TAX_INFORMATION' } }],
    ['a second field', '{ viewer { teamMember { email } } exports { totalCount } }', {}],
  ])('is answered without its text, and logged: %s', async (_what, document, variables) => {
    const lines = app.logs.length
    const { json, text } = await post(app.url, document, variables, {
      authorization: `Bearer ${owner.token}`,
    })
    expect(json.errors).toEqual([expect.objectContaining(masked)])
    expectNothingTold(text)
    const logged = app.logs.slice(lines).map((line) => JSON.parse(line))
    expect(logged).toContainEqual(
      expect.objectContaining({ level: 50, msg: 'unexpected error in the API', err: expect.anything() }),
    )
  })

  it('of a download is answered without its text', async () => {
    const response = await owner.get('/exports/01970000-0000-7000-8000-000000000001/download')
    const text = await response.text()
    expect(response.status).toBe(500)
    expect(JSON.parse(text)).toEqual({ error: { code: 'INTERNAL_SERVER_ERROR', message: masked.message } })
  })
})

describe('the database that is gone', () => {
  const name = () => new URL(app.databaseUrl).pathname.slice(1)

  async function asAdmin(sql: string): Promise<void> {
    const client = new Client({ connectionString: inject('postgresUrl') })
    await client.connect()
    await client.query(sql)
    await client.end()
  }

  it('makes the server not ready, and leaves it alive; when it is back, all goes on', async () => {
    expect(await health('ready')).toEqual([200, { status: 'ready' }])
    await asAdmin(`ALTER DATABASE ${name()} ALLOW_CONNECTIONS false`)
    await asAdmin(`SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = '${name()}'`)

    expect(await health('ready')).toEqual([503, { status: 'not ready' }])
    expect(await health('live')).toEqual([200, { status: 'live' }])
    const { json, text } = await post(app.url, WhoAmIDocument, {}, { authorization: `Bearer ${owner.token}` })
    expect(json.errors).toEqual([masked])
    expectNothingTold(text)
    await expect(login(app.anonymous, email)).rejects.toThrow('INTERNAL_SERVER_ERROR')
    const download = await owner.get('/exports/01970000-0000-7000-8000-000000000001/download')
    expect(download.status).toBe(500)
    expectNothingTold(await download.text())

    await asAdmin(`ALTER DATABASE ${name()} ALLOW_CONNECTIONS true`)
    await vi.waitFor(async () => expect(await health('ready')).toEqual([200, { status: 'ready' }]), 10_000)
    expect(await owner.send(WhoAmIDocument)).toEqual({ data: { viewer: { teamMember: { email } } } })
  })
})

it.each(['/health', '/nothing', '/graphql/', '/exports/1/download', '/export'])(
  'there is nothing at %s',
  async (path) => {
    const { status, json, headers } = await send(`${app.url}${path}`)
    expect(status).toBe(404)
    expect(json.error.code).toBe('NOT_FOUND')
    expect(headers.get('cache-control')).toBe('no-store')
    expect(headers.get('x-content-type-options')).toBe('nosniff')
  },
)
