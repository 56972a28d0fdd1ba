// Trusted devices ("remember me"). They skip the code for some days, but not the password. Each holds its own secret,
// apart from the session's.

import { recordEvent } from '../../audit/record-event.ts'
import { Prisma } from '../../generated/prisma/client.ts'
import type { Actor } from '../../identity/actor.ts'
import type { DbOrTx, Tx } from '../../platform/database/db.ts'
import { createUuid } from '../../platform/database/uuid.ts'
import { createToken, hashesMatch, hashToken } from '../../platform/encryption/crypto.ts'

/** Using the device does not extend it. Every text that names the time reads this. */
export const trustedDeviceDays = 30
const maxDevices = 10

/**
 * Trusts the device if the member's account allows it, and forgets the oldest beyond `maxDevices`. The caller holds the
 * member's lock: without it, parallel calls could leave more.
 * @returns the device's token, or null when the account does not allow it.
 */
export async function trustDevice(tx: Tx, { session, client }: Actor): Promise<string | null> {
  const { teamMemberId, accountId } = session
  const token = createToken()
  const [device] = await tx.$queryRaw<{ id: string }[]>`
    INSERT INTO trusted_device (id, team_member_id, token_hash, expires_at, user_agent)
    SELECT ${createUuid()}::uuid, m.id, ${hashToken(token)}, now() + ${trustedDeviceDays} * interval '1 day',
           ${client.userAgent?.slice(0, 400) ?? null}
    FROM team_member m JOIN account a ON a.id = m.account_id
    WHERE m.id = ${teamMemberId}::uuid AND a.remember_me_allowed
    RETURNING id`
  if (!device) return null
  await tx.$executeRaw`
    DELETE FROM trusted_device WHERE id IN (
      SELECT id FROM trusted_device WHERE team_member_id = ${teamMemberId}::uuid
      ORDER BY created_at DESC, id OFFSET ${maxDevices})`
  await recordEvent(tx, {
    action: 'trusted_device.added',
    accountId,
    actorId: teamMemberId,
    subject: { type: 'trusted_device', id: device.id },
    client,
  })
  return token
}

/** For SQL that joins `trusted_device d`, its `team_member m` and the member's `account a`. */
const sqlIsTrusted = Prisma.sql`(a.remember_me_allowed AND d.expires_at > now())`

/**
 * Finds the member's own token among a client's tokens. A browser holds one for each member who trusts it. If several are
 * this member's, returns that of the newest device.
 */
export async function findTrustedToken(
  db: DbOrTx,
  teamMemberId: string,
  tokens: string[],
): Promise<string | null> {
  const [found] = await db.$queryRaw<{ tokenHash: Uint8Array }[]>`
    SELECT d.token_hash AS "tokenHash" FROM trusted_device d
    JOIN team_member m ON m.id = d.team_member_id JOIN account a ON a.id = m.account_id
    WHERE d.token_hash = ANY(${tokens.map(hashToken)}::bytea[]) AND m.id = ${teamMemberId}::uuid AND ${sqlIsTrusted}
    ORDER BY d.created_at DESC LIMIT 1`
  return tokens.find((token) => found && hashesMatch(hashToken(token), found.tokenHash)) ?? null
}

/** Whether the member still trusts the device. Records the use, which does not extend it. */
export async function useTrustedDevice(tx: Tx, teamMemberId: string, token: string): Promise<boolean> {
  const used = await tx.$executeRaw`
    UPDATE trusted_device d SET last_used_at = now()
    FROM team_member m JOIN account a ON a.id = m.account_id
    WHERE d.token_hash = ${hashToken(token)} AND m.id = d.team_member_id AND m.id = ${teamMemberId}::uuid
      AND ${sqlIsTrusted}`
  return used > 0
}

/** The ids of the member's trusted devices. SQL, because Prisma's filters cannot compare with the database's clock. */
export async function listTrustedDevices(db: DbOrTx, teamMemberId: string): Promise<string[]> {
  const rows = await db.$queryRaw<{ id: string }[]>`
    SELECT id FROM trusted_device WHERE team_member_id = ${teamMemberId}::uuid AND expires_at > now()`
  return rows.map(({ id }) => id)
}
