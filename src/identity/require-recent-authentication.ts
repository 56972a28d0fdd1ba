import type { DbOrTx } from '../platform/database/db.ts'
import { ReauthenticationRequiredError } from './errors.ts'
import type { CurrentSession } from './session.ts'

export const recentMinutes = 10

/**
 * Refuses what must follow within ten minutes of giving the password (ASVS 7.5.1). A session that a remembered
 * device began has not authenticated recently, however new it is.
 * @throws ReauthenticationRequiredError
 */
export async function requireRecentAuthentication(db: DbOrTx, session: CurrentSession): Promise<void> {
  const recent = await db.$queryRaw<unknown[]>`
    SELECT 1 FROM session
    WHERE id = ${session.id}::uuid AND authenticated_at > now() - ${recentMinutes} * interval '1 minute'`
  if (recent.length === 0) throw new ReauthenticationRequiredError()
}
