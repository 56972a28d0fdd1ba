import type { DbOrTx } from '../platform/database/db.ts'
import { ReauthenticationRequiredError } from './errors.ts'
import type { CurrentSession } from './session.ts'

export const recentMinutes = 10

/**
 * Refuses unless the member gave their password in this session within the last `recentMinutes` (ASVS 7.5.1). A session
 * that began on a trusted device without a code does not count as recently authenticated, however new it is.
 * @throws ReauthenticationRequiredError
 */
export async function requireRecentAuthentication(db: DbOrTx, session: CurrentSession): Promise<void> {
  const recent = await db.$queryRaw<unknown[]>`
    SELECT 1 FROM session
    WHERE id = ${session.id}::uuid AND authenticated_at > now() - ${recentMinutes} * interval '1 minute'`
  if (recent.length === 0) throw new ReauthenticationRequiredError()
}
