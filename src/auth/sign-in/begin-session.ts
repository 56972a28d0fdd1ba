// The one place where sessions begin. Account and member are locked first, in the order of everything that takes access
// away, and looked at under the locks: whoever is deactivated, changes the password or turns MFA on at this moment is
// not got around.

import { recordEvent } from '../../audit/record-event.ts'
import type { ClientInfo } from '../../identity/actor.ts'
import { type LockedForSignIn, lockForSignIn } from '../../identity/lock-member.ts'
import type { CurrentSession } from '../../identity/session.ts'
import type { Tx } from '../../platform/database/db.ts'
import { createToken, hashToken } from '../../platform/encryption/crypto.ts'
import { useTrustedDevice } from '../devices/trusted-device.ts'

const absoluteDays = 7

/** What was checked. A password that was enough and a code count as a recent authentication; a device does not. */
export type Proof =
  | { kind: 'password'; passwordHash: string }
  | { kind: 'trusted-device'; passwordHash: string; token: string }
  | { kind: 'code' }

export type SignedIn = { session: CurrentSession; sessionToken: string }

/**
 * Signs a member in. The caller holds no lock but these two, and takes others only afterwards.
 * @returns null when the member is not active, or what was checked is not enough, or no longer so.
 */
export async function beginSession(
  tx: Tx,
  teamMemberId: string,
  proof: Proof,
  client: ClientInfo,
): Promise<SignedIn | null> {
  const member = await lockForSignIn(tx, teamMemberId)
  if (!member || !(await isEnough(tx, teamMemberId, member, proof))) return null
  const { accountId, role, sensitiveDataAccess } = member
  const sessionToken = createToken()
  const { id, asOf } = await storeSession(tx, teamMemberId, sessionToken, proof, client)
  await recordEvent(tx, {
    action: 'login.succeeded',
    accountId,
    actorId: teamMemberId,
    subject: { type: 'session', id },
    client,
    details: { proof: proof.kind },
  })
  return { session: { id, teamMemberId, accountId, role, sensitiveDataAccess, asOf }, sessionToken }
}

async function isEnough(
  tx: Tx,
  teamMemberId: string,
  { active, mfaEnabled, passwordHash }: LockedForSignIn,
  proof: Proof,
): Promise<boolean> {
  if (!active) return false
  if (proof.kind === 'code') return true
  // A password that was changed since it was compared opens nothing any more.
  if (passwordHash !== proof.passwordHash) return false
  return proof.kind === 'password' ? !mfaEnabled : useTrustedDevice(tx, teamMemberId, proof.token)
}

async function storeSession(
  tx: Tx,
  teamMemberId: string,
  token: string,
  proof: Proof,
  { userAgent, ipAddress }: ClientInfo,
): Promise<Pick<CurrentSession, 'id' | 'asOf'>> {
  const [stored] = await tx.$queryRaw<Pick<CurrentSession, 'id' | 'asOf'>[]>`
    INSERT INTO session (id, team_member_id, token_hash, expires_at, authenticated_at, user_agent, ip_address)
    VALUES (gen_random_uuid(), ${teamMemberId}::uuid, ${hashToken(token)}, now() + ${absoluteDays} * interval '1 day',
            CASE WHEN ${proof.kind !== 'trusted-device'} THEN now() END, ${userAgent?.slice(0, 400) ?? null}, ${ipAddress})
    RETURNING id, now() AS "asOf"`
  if (!stored) throw new Error('The session was not stored')
  return stored
}
