// The interface of a factor. Each kind has a folder next to this file, and an entry in factors.ts.
import type { ClientInfo } from '../../identity/actor.ts'
import type { DbOrTx } from '../../platform/database/db.ts'
import type { SignInServices } from '../../platform/services.ts'
import type { Begun, CountedChallenge, NewChallenge } from './challenge.ts'

export type FactorKind = 'EMAIL_CODE'

/** The challenge of a sign-in, as the factor began it. */
type BegunChallenge = {
  challengeId: string
  expiresAt: Date
  resendAvailableAt: Date
  /** Sends the member what they need to answer it. */
  send(): Promise<void>
}

export type Factor = {
  kind: FactorKind
  /** Whether the member can use this factor. */
  isEnrolled(db: DbOrTx, teamMemberId: string): Promise<boolean>
  /**
   * Begins the challenge of a sign-in. It sends nothing: the caller does, once the audit table knows of the challenge.
   * @throws RateLimitedError when the person was sent too much.
   */
  begin(services: SignInServices, challenge: NewChallenge, client: ClientInfo): Promise<Begun<BegunChallenge>>
  /** Checks an answer to a challenge whose try was counted. @throws InvalidCodeError */
  check(services: SignInServices, challenge: CountedChallenge, answer: string): Promise<void>
}
