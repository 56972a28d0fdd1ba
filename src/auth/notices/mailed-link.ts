// Links in mails: invitations, password resets, "This was not me". Each works once, for a limited time. Only its hash is
// stored. Opening a link changes nothing, because mail scanners open links too: it needs a mutation or a POST with the
// token.
import type { MailedLinkPurpose } from '../../generated/prisma/enums.ts'
import type { DbOrTx, Tx } from '../../platform/database/db.ts'
import { createUuid } from '../../platform/database/uuid.ts'
import { createToken, hashToken } from '../../platform/encryption/crypto.ts'

/** How long each kind of link works, in seconds. */
export const linkLifetimeSeconds: Record<MailedLinkPurpose, number> = {
  INVITATION: 7 * 24 * 60 * 60,
  PASSWORD_RESET: 30 * 60,
  NOT_ME: 7 * 24 * 60 * 60,
}

export const invitationDays = linkLifetimeSeconds.INVITATION / (24 * 60 * 60)
export const resetMinutes = linkLifetimeSeconds.PASSWORD_RESET / 60

/** A link that works: its member, and the address that it was mailed to. */
type MailedLink = { teamMemberId: string; email: string }

/** Creates a link to mail to `email`. Replaces earlier invitations or reset links. @returns the token. */
export async function createMailedLink(
  tx: DbOrTx,
  { id, email }: { id: string; email: string },
  purpose: MailedLinkPurpose,
): Promise<string> {
  const token = createToken()
  if (purpose !== 'NOT_ME') await voidMailedLinks(tx, id, purpose)
  await tx.$executeRaw`
    INSERT INTO mailed_link (id, team_member_id, purpose, email, token_hash, expires_at)
    VALUES (${createUuid()}::uuid, ${id}::uuid, ${purpose}::mailed_link_purpose, ${email}, ${hashToken(token)},
            now() + ${linkLifetimeSeconds[purpose]} * interval '1 second')`
  return token
}

/** The link, or null when it does not work. Changes nothing. */
export async function findMailedLink(
  db: DbOrTx,
  token: string,
  purpose: MailedLinkPurpose,
): Promise<MailedLink | null> {
  const [link] = await db.$queryRaw<MailedLink[]>`
    SELECT team_member_id AS "teamMemberId", email FROM mailed_link
    WHERE token_hash = ${hashToken(token)} AND purpose = ${purpose}::mailed_link_purpose
      AND used_at IS NULL AND expires_at > now()`
  return link ?? null
}

/** Uses the link up. Of parallel uses, one gets the member's id; the others get null. */
export async function consumeMailedLink(
  tx: Tx,
  token: string,
  purpose: MailedLinkPurpose,
): Promise<string | null> {
  const [link] = await tx.$queryRaw<{ teamMemberId: string }[]>`
    UPDATE mailed_link SET used_at = now()
    WHERE token_hash = ${hashToken(token)} AND purpose = ${purpose}::mailed_link_purpose
      AND used_at IS NULL AND expires_at > now()
    RETURNING team_member_id AS "teamMemberId"`
  return link?.teamMemberId ?? null
}

/** Ends the member's unused links of one kind. */
export async function voidMailedLinks(
  tx: DbOrTx,
  teamMemberId: string,
  purpose: MailedLinkPurpose,
): Promise<void> {
  await tx.$executeRaw`
    UPDATE mailed_link SET used_at = now()
    WHERE team_member_id = ${teamMemberId}::uuid AND purpose = ${purpose}::mailed_link_purpose AND used_at IS NULL`
}
