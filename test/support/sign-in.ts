// What the tests of sign-in ask of the API, and how they move time and look for secrets.
import { randomUUID } from 'node:crypto'
import type { Pool } from 'pg'
import { expect, vi } from 'vitest'
import { demoPassword } from '../../prisma/seed.ts'
import { hashToken } from '../../src/platform/encryption/crypto.ts'
import type { TestApp } from './app.ts'
import { GiveCodeDocument, LogInDocument, type LogInMutation, type LoginInput } from './gql/graphql.ts'
import { post } from './http.ts'

/** Signs in with the demo password, as a mobile client unless told otherwise. */
export async function logIn(app: TestApp, input: Partial<LoginInput> & { email: string }) {
  const whole: LoginInput = { password: demoPassword, sessionTransport: 'BEARER', ...input }
  const { login } = await app.anonymous.request(LogInDocument, { input: whole })
  return login
}

export async function giveCode(app: TestApp, challengeToken: string, code: string, rememberMe = false) {
  const { verifyCode } = await app.anonymous.request(GiveCodeDocument, {
    input: { challengeToken, code, rememberMe },
  })
  return verifyCode
}

/**
 * Gives the password where the account has MFA on, and reads the code from the mail that it brings. The mail names
 * the browser: by a name of its own it is told from those of other sign-ins that are still on their way.
 */
export async function startChallenge(app: TestApp, input: Partial<LoginInput> & { email: string }) {
  const browser = `Test ${randomUUID()}`
  const whole: LoginInput = { password: demoPassword, sessionTransport: 'BEARER', ...input }
  const { json } = await post(app.url, LogInDocument, { input: whole }, { 'user-agent': browser })
  const login: LogInMutation['login'] = json.data.login
  if (login.__typename !== 'VerificationRequired')
    throw new Error(`Expected a challenge: ${login.__typename}`)
  const findMail = async () => {
    const found = (await app.mailsTo(input.email)).find(({ text }) => text.includes(browser))
    if (!found) throw new Error('The mail has not come')
    return found
  }
  const mail = await vi.waitFor(findMail, { timeout: 10_000, interval: 20 })
  const [, code] = /^ {4}(\d{6})$/m.exec(mail.text) ?? []
  if (!code) throw new Error('The mail carries no code')
  return { ...login, mail, code }
}

/** A code that is not this one. */
export const otherThan = (code: string): string =>
  ((Number(code) + 1) % 1_000_000).toString().padStart(6, '0')

/** The session of a token, as it is stored. */
export async function sessionOf(app: TestApp, token: string) {
  return app.db.session.findUniqueOrThrow({ where: { tokenHash: new Uint8Array(hashToken(token)) } })
}

/** Moves every time of the rows with this token into the past, as if so long had gone by. */
export async function age(
  app: TestApp,
  table: 'session' | 'challenge' | 'trusted_device',
  token: string,
  interval: string,
): Promise<void> {
  const columns = {
    session: ['created_at', 'authenticated_at', 'last_seen_at', 'expires_at'],
    challenge: ['created_at', 'code_sent_at', 'code_expires_at', 'expires_at'],
    trusted_device: ['created_at', 'last_used_at', 'expires_at'],
  }[table]
  const changes = columns.map((column) => `${column} = ${column} - $1::interval`).join(', ')
  const { rowCount } = await app.pool.query(`UPDATE ${table} SET ${changes} WHERE token_hash = $2`, [
    interval,
    hashToken(token),
  ])
  expect(rowCount).toBe(1)
}

/** Every row of every table as text; bytes as hexadecimal. */
export async function dumpDatabase(pool: Pool, only = '%'): Promise<string> {
  const { rows: tables } = await pool.query<{ name: string }>(
    `SELECT format('%I.%I', schemaname, tablename) AS name FROM pg_tables
     WHERE schemaname NOT IN ('pg_catalog', 'information_schema')
       AND schemaname || '.' || tablename LIKE $1`,
    [only],
  )
  expect(tables.length).toBeGreaterThan(0)
  const dumps = await Promise.all(
    tables.map(({ name }) => pool.query<{ row: string }>(`SELECT t::text AS row FROM ${name} t`)),
  )
  return dumps.flatMap(({ rows }) => rows.map(({ row }) => row)).join('\n')
}

/** A token in each form in which it could have been stored by mistake. */
export const formsOf = (token: string): string[] => [
  token,
  Buffer.from(token).toString('hex'),
  Buffer.from(token, 'base64url').toString('hex'),
]
