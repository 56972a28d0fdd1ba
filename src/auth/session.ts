// Sessions: a random token whose hash is stored, an idle and an absolute end, both on the database's clock.
import type { TeamMemberRole } from '../generated/prisma/enums.ts'
import { createToken, hashToken } from '../platform/crypto.ts'
import type { DbOrTx } from '../platform/db.ts'

const absoluteDays = 7
export const idleHours = 12

/** Who is asking, and on which session. Read again for every request and every event. */
export type CurrentSession = {
  id: string
  teamMemberId: string
  accountId: string
  role: TeamMemberRole
  sensitiveDataAccess: boolean
}

/** Where a request comes from, as far as it is known. */
export type ClientInfo = { ipAddress: string | null; userAgent: string | null }

export type SignedIn = { session: CurrentSession; sessionToken: string }

/** What a sign-in has proven. Only a password that was enough, or a code, count as a recent authentication. */
export type Proof = 'password' | 'code' | 'trusted-device'

/**
 * Signs an active member in. Everything is read in the statement that writes: a member who is deactivated, or an
 * account that turns MFA on, at this moment is not got around.
 * @returns null when the member may not sign in, or the password is no longer enough.
 */
export async function createSession(
  db: DbOrTx,
  teamMemberId: string,
  client: ClientInfo,
  proof: Proof,
): Promise<SignedIn | null> {
  const token = createToken()
  const created = await db.$queryRaw<{ id: string }[]>`
    WITH a AS MATERIALIZED (
      SELECT id, mfa_enabled FROM account
      WHERE id = (SELECT account_id FROM team_member WHERE id = ${teamMemberId}::uuid) FOR SHARE
    )
    INSERT INTO session (id, team_member_id, token_hash, expires_at, authenticated_at, user_agent, ip_address)
    SELECT gen_random_uuid(), m.id, ${hashToken(token)}, now() + ${absoluteDays} * interval '1 day',
           CASE WHEN ${proof} <> 'trusted-device' THEN now() END,
           ${client.userAgent?.slice(0, 400) ?? null}, ${client.ipAddress}
    FROM a JOIN team_member m ON a.id = m.account_id
    WHERE m.id = ${teamMemberId}::uuid AND m.status = 'ACTIVE' AND (${proof} <> 'password' OR NOT a.mfa_enabled)
    FOR SHARE OF m
    RETURNING id`
  if (created.length === 0) return null
  const session = await findSession(db, token)
  return session && { session, sessionToken: token }
}

/** The live session of a token, or null. Notes when it was last seen, at most once a minute. */
export async function findSession(db: DbOrTx, token: string): Promise<CurrentSession | null> {
  const [session] = await db.$queryRaw<CurrentSession[]>`
    WITH live AS (
      SELECT s.id, s.last_seen_at, m.id AS "teamMemberId", m.account_id AS "accountId", m.role,
             m.sensitive_data_access AS "sensitiveDataAccess"
      FROM session s JOIN team_member m ON m.id = s.team_member_id
      WHERE s.token_hash = ${hashToken(token)} AND m.status = 'ACTIVE'
        AND s.expires_at > now() AND s.last_seen_at > now() - ${idleHours} * interval '1 hour'
    ), seen AS (
      UPDATE session SET last_seen_at = now() FROM live
      WHERE session.id = live.id AND live.last_seen_at < now() - interval '1 minute'
    )
    SELECT id, "teamMemberId", "accountId", role, "sensitiveDataAccess" FROM live`
  return session ?? null
}

/** The session as it is now, for a stream that has been open for a while. Being streamed to does not count as use. */
export async function refreshSession(db: DbOrTx, sessionId: string): Promise<CurrentSession | null> {
  const [session] = await db.$queryRaw<CurrentSession[]>`
    SELECT s.id, m.id AS "teamMemberId", m.account_id AS "accountId", m.role,
           m.sensitive_data_access AS "sensitiveDataAccess"
    FROM session s JOIN team_member m ON m.id = s.team_member_id
    WHERE s.id = ${sessionId}::uuid AND m.status = 'ACTIVE'
      AND s.expires_at > now() AND s.last_seen_at > now() - ${idleHours} * interval '1 hour'`
  return session ?? null
}
