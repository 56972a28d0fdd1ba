// Proving one's email address: its codes, and what the API says of those that do not do.
import { expect } from 'vitest'
import type { TestApp } from './app.ts'
import type { ApiClient } from './client.ts'
import type { Person } from './people.ts'
import { sendVerification } from './profile.ts'
import { as, codesTo } from './sign-in-steps.ts'

/** The answer to a code whose verification has ended. */
export const expiredVerification = {
  __typename: 'ChallengeExpiredError',
  code: 'CHALLENGE_EXPIRED',
  message: 'This code no longer works. Request a new one.',
}

/** The answer to a wrong code. */
export const invalidCode = (attemptsRemaining: number) => ({
  __typename: 'InvalidCodeError',
  code: 'INVALID_CODE',
  attemptsRemaining,
  message: expect.any(String),
})

/** Asks for a code, and reads it from the mail. `sentBefore` is how many the person has got in the test. */
export async function askForCode(
  app: TestApp,
  client: ApiClient,
  { email }: Person,
  sentBefore = 0,
): Promise<string> {
  as('SendEmailVerificationSuccess', await sendVerification(client))
  return (await codesTo(app, email, sentBefore + 1)).at(-1) ?? ''
}

/** Sets a time of the person's open challenge, from now on the database's clock. */
export async function setChallengeTime(
  { pool }: TestApp,
  { id }: Person,
  column: 'code_sent_at' | 'code_expires_at' | 'expires_at',
  interval: string,
): Promise<void> {
  await pool.query(
    `UPDATE challenge SET ${column} = now() + $1::interval WHERE team_member_id = $2 AND consumed_at IS NULL`,
    [interval, id],
  )
}
