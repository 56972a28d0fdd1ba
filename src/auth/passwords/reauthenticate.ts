// Checks the password again, before changes that need a recent one (require-recent-authentication.ts).

import { recordEvent } from '../../audit/record-event.ts'
import type { Actor } from '../../identity/actor.ts'
import { recentMinutes } from '../../identity/require-recent-authentication.ts'
import type { PasswordServices } from '../../platform/services.ts'
import { InvalidCredentialsError } from '../errors.ts'
import { confirmPassword } from './confirm-password.ts'

/**
 * Marks the session as recently authenticated.
 * @returns until when, by the database's clock.
 * @throws InvalidCredentialsError, RateLimitedError
 */
export async function reauthenticate(
  services: PasswordServices,
  actor: Actor,
  password: string,
): Promise<Date> {
  const { session, client } = actor
  const purpose = { failure: 'session.reauthentication_failed', purpose: 'reauthenticate' } as const
  const member = await confirmPassword(services, actor, { password, purpose })
  return services.db.$transaction(async (tx) => {
    // Fails if the session ended or the password changed meanwhile.
    const [renewed] = await tx.$queryRaw<{ until: Date }[]>`
      UPDATE session SET authenticated_at = now() FROM team_member m
      WHERE session.id = ${session.id}::uuid AND m.id = session.team_member_id
        AND m.password_hash = ${member.passwordHash}
      RETURNING session.authenticated_at + ${recentMinutes} * interval '1 minute' AS until`
    if (!renewed) throw new InvalidCredentialsError()
    await recordEvent(tx, {
      action: 'session.reauthenticated',
      accountId: session.accountId,
      actorId: session.teamMemberId,
      subject: { type: 'session', id: session.id },
      client,
    })
    return renewed.until
  })
}
