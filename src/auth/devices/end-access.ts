// Ends a member's access: sessions, trusted devices and challenges.
import { sessionsTopic } from '../../identity/session.ts'
import type { Tx } from '../../platform/database/db.ts'
import type { Change } from '../../platform/events/events.ts'

/** Ends the member's sessions, except one if given. @returns how many ended. */
export async function endSessions(
  { tx, announce }: Change,
  teamMemberId: string,
  except: { sessionId: string } | null = null,
): Promise<number> {
  announce(sessionsTopic(teamMemberId))
  return tx.$executeRaw`
    DELETE FROM session
    WHERE team_member_id = ${teamMemberId}::uuid AND id IS DISTINCT FROM ${except?.sessionId ?? null}::uuid`
}

/** Forgets the member's trusted devices: the next sign-in on each asks for a code. */
export async function dropTrustedDevices(tx: Tx, teamMemberId: string): Promise<void> {
  await tx.$executeRaw`DELETE FROM trusted_device WHERE team_member_id = ${teamMemberId}::uuid`
}

/**
 * Forgets the trusted devices of every member of an account. The caller holds the account's lock. Locks the members first,
 * like everything that ends a member's access and deletes the same devices.
 */
export async function dropTrustedDevicesOfAccount(tx: Tx, accountId: string): Promise<void> {
  await tx.$executeRaw`
    SELECT 1 FROM team_member WHERE account_id = ${accountId}::uuid ORDER BY id FOR NO KEY UPDATE`
  await tx.$executeRaw`
    DELETE FROM trusted_device USING team_member m
    WHERE m.id = trusted_device.team_member_id AND m.account_id = ${accountId}::uuid`
}

/** Ends the member's open challenges: of sign-ins and of email addresses. */
export async function endChallenges(tx: Tx, teamMemberId: string): Promise<void> {
  await tx.$executeRaw`
    UPDATE challenge SET consumed_at = now() WHERE team_member_id = ${teamMemberId}::uuid AND consumed_at IS NULL`
}
