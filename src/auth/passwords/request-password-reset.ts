// Forgetting one's password. The answer is the same, and as fast, whether or not there is such a person.

import { recordEvent } from '../../audit/record-event.ts'
import type { ClientInfo } from '../../identity/actor.ts'
import { fingerprint } from '../../platform/encryption/crypto.ts'
import { countOrRefuse } from '../../platform/limits/count-or-refuse.ts'
import type { RateLimit } from '../../platform/limits/rate-limit.ts'
import type { NoticeServices } from '../../platform/services.ts'
import { normalizeEmail, parseEmail } from '../email/email-address.ts'
import { createMailedLink, linkLifetimeSeconds } from '../notices/mailed-link.ts'
import { resetPasswordUrl } from '../notices/mails.ts'
import { renderResetMail } from './reset-mail.ts'

const hour = 60 * 60

const personLimit: RateLimit = {
  name: 'password-reset:person',
  limit: 3,
  windowSeconds: hour,
  blockSeconds: hour,
}
const addressLimit: RateLimit = {
  name: 'password-reset:address',
  limit: 30,
  windowSeconds: hour,
  blockSeconds: hour,
}

/**
 * Sends a link to the person, if there is one who is active. Only the limits, which count for unknown people as for
 * known ones, come before the answer: what depends on the person happens beside it (ASVS 6.3.8).
 * @throws RateLimitedError
 */
export async function requestPasswordReset(
  services: NoticeServices,
  email: string,
  client: ClientInfo,
): Promise<void> {
  const tooMany = 'A new password was asked for too often.'
  await countOrRefuse(services.db, addressLimit, client.ipAddress ?? 'unknown', tooMany)
  await countOrRefuse(services.db, personLimit, fingerprint(normalizeEmail(email)), tooMany)
  sendLink(services, email, client).catch((error) => {
    services.log.error({ err: error }, 'password reset not sent')
  })
}

async function sendLink(
  { db, mailer, publicUrl }: NoticeServices,
  text: string,
  client: ClientInfo,
): Promise<void> {
  const email = parseEmail(text)
  const member = email ? await findMember(db, email) : null
  await recordEvent(db, {
    action: 'password.reset_requested',
    accountId: member ? member.accountId : null,
    actorId: null,
    ...(member && { subject: { type: 'team_member', id: member.id } }),
    client,
  })
  // Who is invited accepts the invitation instead; who is deactivated is let in by nobody's mail.
  if (member?.status !== 'ACTIVE') return
  const url = resetPasswordUrl(publicUrl, await createMailedLink(db, member, 'PASSWORD_RESET'))
  const validForSeconds = linkLifetimeSeconds.PASSWORD_RESET
  const mail = renderResetMail({ url, validForMinutes: validForSeconds / 60 })
  await mailer.send({ to: member.email, ...mail }, { validForSeconds })
}

const findMember = (db: NoticeServices['db'], email: string) =>
  db.teamMember.findUnique({
    where: { email },
    select: { id: true, accountId: true, email: true, status: true },
  })
