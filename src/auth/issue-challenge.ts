// The second step of a sign-in: a challenge, and its code by e-mail.
import { randomUUID } from 'node:crypto'
import type { SessionTransport } from '../generated/prisma/enums.ts'
import { createCode, createToken, hashCode, hashToken } from '../platform/crypto.ts'
import type { Services } from '../platform/services.ts'
import { renderCodeMail } from './code-mail.ts'
import type { ClientInfo } from './session.ts'

const codeMinutes = 10
const challengeMinutes = 15
const resendSeconds = 60

/** The password was right; the e-mailed code is asked for. */
export type VerificationRequired = {
  challengeToken: string
  /** The address that the code went to, masked. */
  sentTo: string
  expiresAt: Date
  resendAvailableAt: Date
  rememberMeAllowed: boolean
}

/**
 * Issues a challenge and sends its code. The mail is handed over and not waited for: a slow mail server must
 * neither hold up the answer nor be told apart from a fast one.
 */
export async function issueChallenge(
  { db, mailer, secretKey }: Pick<Services, 'db' | 'mailer' | 'secretKey'>,
  member: { id: string; email: string; rememberMeAllowed: boolean },
  sessionTransport: SessionTransport,
  client: ClientInfo,
): Promise<VerificationRequired> {
  const id = randomUUID()
  const challengeToken = createToken()
  const code = createCode()
  const [times] = await db.$queryRaw<{ expiresAt: Date; resendAvailableAt: Date }[]>`
    INSERT INTO challenge (id, team_member_id, token_hash, code_hash, code_expires_at, expires_at,
                           session_transport)
    VALUES (${id}::uuid, ${member.id}::uuid, ${hashToken(challengeToken)}, ${hashCode(secretKey, id, code)},
            now() + ${codeMinutes} * interval '1 minute', now() + ${challengeMinutes} * interval '1 minute',
            ${sessionTransport}::session_transport)
    RETURNING expires_at AS "expiresAt", code_sent_at + ${resendSeconds} * interval '1 second' AS "resendAvailableAt"`
  if (!times) throw new Error('The challenge was not stored')
  const mail = renderCodeMail({ code, validForMinutes: codeMinutes, ...client })
  void mailer.send({ to: member.email, ...mail }, { validForSeconds: codeMinutes * 60 })
  return {
    challengeToken,
    sentTo: maskEmail(member.email),
    rememberMeAllowed: member.rememberMeAllowed,
    ...times,
  }
}

/** `jane@example.com` as `j•••@example.com`. */
export function maskEmail(email: string): string {
  const [name = '', domain = ''] = email.split('@')
  return `${name.slice(0, 1)}•••@${domain}`
}
