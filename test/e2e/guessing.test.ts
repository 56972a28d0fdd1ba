// A thousand guesses of a code through two server processes at once: what they share is the database alone.
import { randomBytes } from 'node:crypto'
import { afterAll, beforeAll, expect, it, vi } from 'vitest'
import { type ApiClient, createClient } from '../support/client.ts'
import { createTestDatabase, type TestDatabase } from '../support/database.ts'
import { testEncryptionKey } from '../support/keys.ts'
import { cleanUp, createDataDir, type Program, startProgram } from '../support/process.ts'
import { as, login, verify } from '../support/sign-in-steps.ts'
import { codeTo } from './api.ts'

vi.setConfig({ testTimeout: 120_000 })

const email = 'owner@summitridge.example'

let database: TestDatabase
let servers: Program[]
beforeAll(async () => {
  database = await createTestDatabase({ demoData: true })
  const env = {
    DATABASE_URL: database.databaseUrl,
    SECRET_KEY: randomBytes(32).toString('base64'),
    ENCRYPTION_KEY: testEncryptionKey.toString('base64'),
    ROLE: 'server',
  }
  servers = await Promise.all(
    [1, 2].map(async () => startProgram({ env: { ...env, DATA_DIR: await createDataDir() } })),
  )
  await database.pool.query('UPDATE account SET mfa_enabled = true')
})
afterAll(async () => {
  await cleanUp()
  await database.drop()
})

it('see a code five times, and the right one after them not at all', async () => {
  const [url = ''] = servers.map((server) => server.url())
  const { challengeToken } = as('VerificationRequired', await login(createClient(url), email))
  const right = await codeTo(url, email)
  const clients = servers.map((server) => createClient(server.url()))
  const guesses = Array.from({ length: 1001 }, (_, number) => String(number * 997).padStart(6, '0'))
  const wrong = guesses.filter((code) => code !== right).slice(0, 1000)

  const answers = await Promise.all(
    wrong.map((code, index) => verify(clients[index % 2] as ApiClient, challengeToken, code)),
  )
  const looked = answers.flatMap((answer) =>
    'attemptsRemaining' in answer && answer.attemptsRemaining > 0 ? [answer.attemptsRemaining] : [],
  )
  // The fifth answers 0, as do all that were not compared.
  expect(looked.sort()).toEqual([1, 2, 3, 4])
  const wrongCodes = { action: 'challenge.code_wrong', actorId: null }
  expect(await database.db.auditEvent.count({ where: wrongCodes })).toBe(5)
  for (const client of clients) {
    expect((await verify(client, challengeToken, right)).__typename).toBe('InvalidCodeError')
  }
  expect(await database.db.session.count()).toBe(0)
})
