// Tokens as the database holds them: their rows, how to let time pass for them, and whether one shows up anywhere.
import type { Pool } from 'pg'
import { expect } from 'vitest'
import { hashToken } from '../../src/platform/encryption/crypto.ts'
import type { TestApp } from './app.ts'

/** The session of a token, as it is stored. */
export async function sessionOf({ db }: Pick<TestApp, 'db'>, token: string) {
  return db.session.findUniqueOrThrow({ where: { tokenHash: new Uint8Array(hashToken(token)) } })
}

/** Moves every time of the row with this token into the past, as if so long had gone by. */
export async function age(
  { pool }: Pick<TestApp, 'pool'>,
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
  const { rowCount } = await pool.query(`UPDATE ${table} SET ${changes} WHERE token_hash = $2`, [
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
