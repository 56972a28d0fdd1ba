// The link for a forgotten password, from the mail that brings it.
import type { TestApp } from './app.ts'
import { mailsAbout } from './people.ts'
import { requestPasswordReset } from './profile.ts'
import { as } from './sign-in-steps.ts'

export const resetSubject = 'Choose a new password for Vestibule'

/** The answer to a link that cannot be used. */
export const invalidToken = {
  __typename: 'InvalidTokenError',
  code: 'INVALID_TOKEN',
  message: 'This link has expired or was already used. Request a new one.',
}

/** Asks for a link and takes its token from the mail. `sentBefore` is how many the address has got. */
export async function requestToken(app: TestApp, email: string, sentBefore = 0): Promise<string> {
  as('RequestPasswordResetSuccess', await requestPasswordReset(app.anonymous, email))
  const [mail] = await mailsAbout(app, email, resetSubject, sentBefore + 1)
  return /reset-password#([\w-]{43})$/m.exec(mail?.text ?? '')?.[1] ?? ''
}
