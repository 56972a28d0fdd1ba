// The only place where sessions begin. It locks the account and then the member, like everything that ends access, and
// checks again under the locks. So a sign-in cannot bypass a concurrent deactivation, password change or start of MFA.

import { recordEvent } from '../../audit/record-event.ts'
import type { ClientInfo } from '../../identity/actor.ts'
import { type LockedForSignIn, lockForSignIn } from '../../identity/lock-member.ts'
import type { CurrentSession } from '../../identity/session.ts'
import type { Tx } from '../../platform/database/db.ts'
import { createUuid } from '../../platform/database/uuid.ts'
import { createToken, hashToken } from '../../platform/encryption/crypto.ts'
import { useTrustedDevice } from '../devices/trusted-device.ts'

const absoluteDays = 7

/** What the member proved. A password that suffices and a code count as recent authentication; a trusted device does not. */
type Proof =
  | { kind: 'password'; passwordHash: string }
  | { kind: 'trusted-device'; passwordHash: string; token: string }
  | { kind: 'code' }

export type SignedIn = { session: CurrentSession; sessionToken: string }

export type BeginSessionOutcome =
  | ({ outcome: 'signed-in' } & SignedIn)
  /** The password is correct but does not suffice: MFA is on, or the device is no longer trusted. */
  | { outcome: 'code-needed' }
  /** The member is not active, or the password changed after it was compared. */
  | { outcome: 'refused' }

/** Signs a member in. The caller holds no other lock, and takes further locks only afterwards. */
export async function beginSession(
  tx: Tx,
  teamMemberId: string,
  proof: Proof,
  client: ClientInfo,
): Promise<BeginSessionOutcome> {
  const member = await lockForSignIn(tx, teamMemberId)
  if (!member) return { outcome: 'refused' }
  const verdict = await judge(tx, teamMemberId, member, proof)
  if (verdict !== 'signed-in') return { outcome: verdict }
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
  const session = { id, teamMemberId, accountId, role, sensitiveDataAccess, asOf }
  return { outcome: 'signed-in', session, sessionToken }
}

/** Decides under the locks what the proof is worth for the member. */
async function judge(
  tx: Tx,
  teamMemberId: string,
  { active, mfaEnabled, passwordHash }: LockedForSignIn,
  proof: Proof,
): Promise<BeginSessionOutcome['outcome']> {
  if (!active) return 'refused'
  if (proof.kind === 'code') return 'signed-in'
  // The password changed after it was compared.
  if (passwordHash !== proof.passwordHash) return 'refused'
  const isEnough =
    proof.kind === 'password' ? !mfaEnabled : await useTrustedDevice(tx, teamMemberId, proof.token)
  return isEnough ? 'signed-in' : 'code-needed'
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
    VALUES (${createUuid()}::uuid, ${teamMemberId}::uuid, ${hashToken(token)}, now() + ${absoluteDays} * interval '1 day',
            CASE WHEN ${proof.kind !== 'trusted-device'} THEN now() END, ${userAgent?.slice(0, 400) ?? null}, ${ipAddress})
    RETURNING id, now() AS "asOf"`
  if (!stored) throw new Error('The session was not stored')
  return stored
}
