// What only development shows: the schema, GraphiQL, the inbox, the reasons of failures.
import { mkdtempSync } from 'node:fs'
import { rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { afterAll, describe, expect, it } from 'vitest'
import { post, send } from '../support/http.ts'
import { openSignedIn } from '../support/socket.ts'
import { useApp, useServer } from '../support/use-app.ts'

const filesDir = mkdtempSync(join(tmpdir(), 'vestibule-files-'))
afterAll(() => rm(filesDir, { recursive: true }))

const development = useApp()
const app = useServer(() => development, {
  production: true,
  publicUrl: 'https://portal.example.com',
  smtpUrl: 'smtp://127.0.0.1:9',
  storageUrl: pathToFileURL(filesDir).href,
})

const introspection = [
  '{ __schema { types { name } } }',
  '{ __type(name: "Investor") { fields { name } } }',
  'query { ...All } fragment All on Query { __schema { queryType { name } } }',
  '{ __typename a: __schema { queryType { name } } }',
]

it.each(introspection)('introspection is refused: %s', async (query) => {
  const { json } = await post(app.url, query)
  expect(json.data).toBeUndefined()
  expect(json.errors[0]).toMatchObject({
    message: expect.stringContaining('GraphQL introspection has been disabled'),
    extensions: { code: 'GRAPHQL_VALIDATION_FAILED' },
  })
  expect((await post(development.url, query)).json.data).toBeTruthy()
})

it('introspection and suggestions are refused over WebSocket as well', async () => {
  const { token } = await development.signIn('owner@summitridge.example')
  const socket = await openSignedIn(app.url, token ?? '')
  const [refused] = await socket.run('1', '{ __schema { types { name } } }')
  expect(refused.type).toBe('error')
  expect(refused.payload[0].message).toContain('GraphQL introspection has been disabled')
  const [misspelt] = await socket.run('2', '{ viewr { account { name } } }')
  expect(misspelt.payload[0].message).toBe('Cannot query field "viewr" on type "Query".')
  socket.socket.close()
})

it('the kind of an object can be asked for, as clients do', async () => {
  expect((await post(app.url, '{ __typename }')).json).toEqual({ data: { __typename: 'Query' } })
})

it.each([
  ['a field', '{ viewr { account { name } } }', {}],
  ['an argument', '{ investors(serch: "x") { totalCount } }', {}],
  ['a type', '{ node(id: "x") { ... on Investr { name } } }', {}],
  ['an enum value', '{ exports(status: [COMPLETE]) { totalCount } }', {}],
  [
    'a field of an input',
    'mutation ($input: LoginInput!) { login(input: $input) { __typename } }',
    { input: { emial: 'x' } },
  ],
  [
    'an enum value in a variable',
    'query ($status: [ExportStatus!]) { exports(status: $status) { totalCount } }',
    { status: ['COMPLETE'] },
  ],
])('a misspelt name of %s is not completed', async (_what, query, variables) => {
  const { json, text } = await post(app.url, query, variables)
  expect(json.errors.length).toBeGreaterThan(0)
  expect(text).not.toMatch(/did you mean/i)
  expect((await post(development.url, query, variables)).text).toMatch(/Did you mean/)
})

describe('a browser', () => {
  const asPage = { headers: { accept: 'text/html' } }

  it('is shown no GraphiQL', async () => {
    const { status, text } = await send(`${app.url}/graphql`, asPage)
    expect(status).toBeGreaterThanOrEqual(400)
    expect(text).not.toMatch(/<html|graphiql/i)
    const shown = await send(`${development.url}/graphql`, asPage)
    expect(shown.status).toBe(200)
    expect(shown.text).toContain('<title>Vestibule</title>')
  })

  it.each(['/inbox', '/inbox/', '/inbox/messages.json', '/inbox/messages/1'])(
    'finds nothing at %s',
    async (path) => {
      const { status, json } = await send(`${app.url}${path}`, asPage)
      expect(status).toBe(404)
      expect(json.error.code).toBe('NOT_FOUND')
    },
  )

  it('is shown the portal at /, and who there is to sign in as nowhere', async () => {
    const { status, text } = await send(`${app.url}/`, asPage)
    expect(status).toBe(200)
    expect(text).not.toMatch(/demo|summitridge/)
    expect((await send(`${development.url}/inbox/messages.json`)).status).toBe(200)
  })
})
