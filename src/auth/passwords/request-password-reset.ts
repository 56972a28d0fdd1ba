// Requests a link to choose a new password. The answer and its time are the same whether or not the person exists.

import { recordEvent } from '../../audit/record-event.ts'
import type { ClientInfo } from '../../identity/actor.ts'
import { fingerprint } from '../../platform/encryption/crypto.ts'
import { countOrRefuse } from '../../platform/limits/count-or-refuse.ts'
import type { RateLimit } from '../../platform/limits/rate-limit.ts'
import type { MailServices } from '../../platform/services.ts'
import { normalizeEmail, parseEmail } from '../email/email-address.ts'
import { createMailedLink, linkLifetimeSeconds } from '../notices/mailed-link.ts'
import { resetPasswordUrl } from '../notices/mails.ts'
import { renderResetMail } from './reset-mail.ts'

const hour = 60 * 60

export const personLimit: RateLimit = {
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
 * Sends a link, if the person exists and is active. The answer waits only for the limits, which count for unknown people
 * too. Everything that depends on the person happens in the background (ASVS 6.3.8).
 * @throws RateLimitedError
 */
export async function requestPasswordReset(
  services: MailServices,
  email: string,
  client: ClientInfo,
): Promise<void> {
  const tooMany = 'Too many password resets were requested.'
  await countOrRefuse(services.db, addressLimit, client.ipAddress ?? 'unknown', tooMany)
  await countOrRefuse(services.db, personLimit, fingerprint(normalizeEmail(email)), tooMany)
  sendLink(services, email, client).catch((error) => {
    services.log.error({ err: error }, 'password reset not sent')
  })
}

async function sendLink(
  { db, mailer, publicUrl }: MailServices,
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
  // An invited member accepts the invitation instead; a deactivated member cannot sign in.
  if (member?.status !== 'ACTIVE') return
  const url = resetPasswordUrl(publicUrl, await createMailedLink(db, member, 'PASSWORD_RESET'))
  const validForSeconds = linkLifetimeSeconds.PASSWORD_RESET
  const mail = renderResetMail({ url })
  await mailer.send({ to: member.email, ...mail }, { validForSeconds })
}

const findMember = (db: MailServices['db'], email: string) =>
  db.teamMember.findUnique({
    where: { email },
    select: { id: true, accountId: true, email: true, status: true },
  })
