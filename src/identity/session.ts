// Sessions. A session is a random token whose hash is stored. It ends when idle, and at a fixed time, by the database's
// clock.
import { Prisma } from '../generated/prisma/client.ts'
import type { TeamMemberRole } from '../generated/prisma/enums.ts'
import type { DbOrTx } from '../platform/database/db.ts'
import { gather } from '../platform/database/gather.ts'
import { hashToken } from '../platform/encryption/crypto.ts'
import type { Topic } from '../platform/events/events.ts'

export const idleHours = 12

/** When a session ends unless it is used again. For SQL that names the session's row `s`. */
const sqlSessionEnd = Prisma.sql`least(s.expires_at, s.last_seen_at + ${idleHours} * interval '1 hour')`

/** The rule of which sessions are live. For SQL over `session s JOIN team_member m`. */
const sqlSessionIsLive = Prisma.sql`(m.status = 'ACTIVE' AND ${sqlSessionEnd} > now())`

/** A session and its member. Read again for every request and every event. */
export type CurrentSession = {
  id: string
  teamMemberId: string
  accountId: string
  role: TeamMemberRole
  sensitiveDataAccess: boolean
  /** When this was read, by the database's clock. */
  asOf: Date
}

/** Announced when sessions of a member may have ended or lost access. Live streams then check theirs. */
export const sessionsTopic = (teamMemberId: string): Topic => `sessions:${teamMemberId}`

/** The live session of a token, or null. Updates when the session was last used, at most once a minute. */
export async function findSession(db: DbOrTx, token: string): Promise<CurrentSession | null> {
  const [session] = await db.$queryRaw<CurrentSession[]>`
    WITH live AS (
      SELECT s.id, s.last_seen_at, m.id AS "teamMemberId", m.account_id AS "accountId", m.role,
             m.sensitive_data_access AS "sensitiveDataAccess"
      FROM session s JOIN team_member m ON m.id = s.team_member_id
      WHERE s.token_hash = ${hashToken(token)} AND ${sqlSessionIsLive}
    ), seen AS (
      UPDATE session SET last_seen_at = now() FROM live
      WHERE session.id = live.id AND live.last_seen_at < now() - interval '1 minute'
    )
    SELECT id, "teamMemberId", "accountId", role, "sensitiveDataAccess", now() AS "asOf" FROM live`
  return session ?? null
}

/** `msLeft`: milliseconds until the session ends, unless it is used meanwhile. */
export type LiveSession = CurrentSession & { msLeft: number }

/** Reads a live connection's session again, or null if it ended. This does not count as use of the session. */
export const refreshSession = async (db: DbOrTx, sessionId: string): Promise<LiveSession | null> =>
  (await readSession(db, sessionId)) ?? null

const readSession = gather(readSessions)

async function readSessions(db: DbOrTx, ids: string[]): Promise<Map<string, LiveSession>> {
  const sessions = await db.$queryRaw<LiveSession[]>`
    SELECT s.id, m.id AS "teamMemberId", m.account_id AS "accountId", m.role,
           m.sensitive_data_access AS "sensitiveDataAccess", now() AS "asOf",
           (extract(epoch FROM ${sqlSessionEnd} - now()) * 1000)::float8 AS "msLeft"
    FROM session s JOIN team_member m ON m.id = s.team_member_id
    WHERE s.id = ANY(${ids}::uuid[]) AND ${sqlSessionIsLive}`
  return new Map(sessions.map((session) => [session.id, session]))
}

/** The ids of a member's live sessions. SQL, because Prisma's filters cannot compare with the database's clock. */
export async function listLiveSessions(db: DbOrTx, teamMemberId: string): Promise<string[]> {
  const rows = await db.$queryRaw<{ id: string }[]>`
    SELECT s.id FROM session s JOIN team_member m ON m.id = s.team_member_id
    WHERE m.id = ${teamMemberId}::uuid AND ${sqlSessionIsLive}`
  return rows.map(({ id }) => id)
}
