// Many members, each signed in, made by one statement each: for what must hold for hundreds and thousands of sockets.
import { createHash } from 'node:crypto'
import type { Pool, PoolClient } from 'pg'
import { notificationsTopic } from '../../src/notifications/create-notification.ts'

export type Guest = { memberId: string; token: string }

/** Adds active members to an account, each with one session. */
export async function addCrowd(pool: Pool, accountId: string, count: number): Promise<Guest[]> {
  const { rows } = await pool.query<{ id: string }>(
    `INSERT INTO team_member (id, account_id, name, email, role, status)
     SELECT id, $1, 'Guest', id || '@crowd.example', 'VIEWER', 'ACTIVE'
     FROM (SELECT gen_random_uuid() AS id FROM generate_series(1, $2)) AS made RETURNING id`,
    [accountId, count],
  )
  const guests = rows.map(({ id }, n) => ({
    memberId: id,
    token: `crowd-${n}-${id}`.padEnd(43, 'x').slice(0, 43),
  }))
  await pool.query(
    `INSERT INTO session (id, team_member_id, token_hash, expires_at)
     SELECT gen_random_uuid(), member, hash, now() + interval '1 day'
     FROM unnest($1::uuid[], $2::bytea[]) AS made (member, hash)`,
    [
      guests.map(({ memberId }) => memberId),
      guests.map(({ token }) => createHash('sha256').update(token).digest()),
    ],
  )
  return guests
}

/** Adds `count` notifications for each, in one transaction, and announces them as the application does. */
export async function ringCrowd(
  pool: Pool | PoolClient,
  memberIds: string[],
  { count = 1, title = 'Ring', bodyBytes = 0 } = {},
): Promise<void> {
  await pool.query(
    `WITH counted AS (
       UPDATE team_member SET notification_sequence = notification_sequence + $2
       WHERE id = ANY($1) RETURNING id, notification_sequence - $2 AS before
     ), added AS (
       INSERT INTO notification (id, team_member_id, sequence, revision, kind, title, body)
       SELECT gen_random_uuid(), id, before + n, before + n, 'SECURITY', $3, repeat('x', $4) FROM counted, generate_series(1, $2::int) AS n
     )
     SELECT pg_notify('vestibule_events', topic) FROM unnest($5::text[]) AS topic, (SELECT count(*) FROM counted) AS done`,
    [memberIds, count, title, bodyBytes, memberIds.map(notificationsTopic)],
  )
}
