// The interface of a factor. Each kind has a folder next to this file, and an entry in factors.ts.
import type { ClientInfo } from '../../identity/actor.ts'
import type { DbOrTx } from '../../platform/database/db.ts'
import type { SignInServices } from '../../platform/services.ts'
import type { Begun, CountedChallenge, NewChallenge } from './challenge.ts'

export type FactorKind = 'EMAIL_CODE'

/** A challenge that the factor has begun. */
type BegunChallenge = {
  challengeId: string
  expiresAt: Date
  resendAvailableAt: Date
  /** Sends the member what they need to answer it, such as a code. */
  send(): Promise<void>
}

export type Factor = {
  kind: FactorKind
  /** Whether the member can use this factor. */
  isEnrolled(db: DbOrTx, teamMemberId: string): Promise<boolean>
  /**
   * Begins the challenge of a sign-in. Sends nothing: the caller calls `send` after it has recorded the challenge.
   * @throws RateLimitedError when too much was sent to the person.
   */
  begin(services: SignInServices, challenge: NewChallenge, client: ClientInfo): Promise<Begun<BegunChallenge>>
  /** Checks an answer to a challenge whose try was counted. @throws InvalidCodeError */
  check(services: SignInServices, challenge: CountedChallenge, answer: string): Promise<void>
}
