import type { Factor } from '../factor.ts'
import { compareCode, issueCode } from './code.ts'
import { sendCode } from './code-mail.ts'

/** The factor of emailed codes: six digits. */
export const emailCode: Factor = {
  kind: 'EMAIL_CODE',
  // Every member has an email address, and with MFA on it is verified.
  isEnrolled: async () => true,
  async begin(services, challenge, client) {
    const issued = await issueCode(services.db, services.secretKey, challenge)
    if (issued.outcome === 'refused') return issued
    const { challengeId, code, expiresAt, resendAvailableAt } = issued
    const to = { id: challenge.teamMemberId, email: challenge.email }
    const send = () => sendCode(services, to, code, client)
    return { outcome: 'begun', challengeId, expiresAt, resendAvailableAt, send }
  },
  check: async ({ secretKey }, challenge, answer) => compareCode(secretKey, challenge, answer),
}
