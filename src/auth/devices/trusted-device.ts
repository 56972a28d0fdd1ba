// "Remember me": a device that need not give a code for 30 days. A secret of its own beside the session's; the
// password is asked all the same.

import { recordEvent } from '../../audit/record-event.ts'
import type { ClientInfo } from '../../identity/actor.ts'
import type { CurrentSession } from '../../identity/session.ts'
import type { DbOrTx, Tx } from '../../platform/database/db.ts'
import { createToken, hashToken } from '../../platform/encryption/crypto.ts'

/** Fixed: using the device does not extend it. */
export const trustedDeviceDays = 30
const maxDevices = 10

/**
 * Remembers the device, if the member's account allows that, and forgets the oldest beyond ten. The caller holds the
 * member's lock, or several at once would leave more than ten.
 * @returns the device's token, or null where the account does not allow it.
 */
export async function trustDevice(
  tx: Tx,
  { teamMemberId, accountId }: CurrentSession,
  client: ClientInfo,
): Promise<string | null> {
  const token = createToken()
  const [device] = await tx.$queryRaw<{ id: string }[]>`
    INSERT INTO trusted_device (id, team_member_id, token_hash, expires_at, user_agent)
    SELECT gen_random_uuid(), m.id, ${hashToken(token)}, now() + ${trustedDeviceDays} * interval '1 day',
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

/** Whether the token is that of a device which this very member trusts, still, and may. */
export async function isTrustedDevice(db: DbOrTx, teamMemberId: string, token: string): Promise<boolean> {
  const found = await db.$queryRaw<unknown[]>`
    SELECT 1 FROM trusted_device d
    JOIN team_member m ON m.id = d.team_member_id JOIN account a ON a.id = m.account_id
    WHERE d.token_hash = ${hashToken(token)} AND d.team_member_id = ${teamMemberId}::uuid
      AND a.remember_me_allowed AND d.expires_at > now()`
  return found.length > 0
}

/** As `isTrustedDevice`, and notes that it was used. This does not make it last longer. */
export async function useTrustedDevice(tx: Tx, teamMemberId: string, token: string): Promise<boolean> {
  const used = await tx.$executeRaw`
    UPDATE trusted_device d SET last_used_at = now()
    FROM team_member m JOIN account a ON a.id = m.account_id
    WHERE d.token_hash = ${hashToken(token)} AND d.team_member_id = ${teamMemberId}::uuid AND m.id = d.team_member_id
      AND a.remember_me_allowed AND d.expires_at > now()`
  return used > 0
}
