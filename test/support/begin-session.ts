// A session for tests that are about something else than signing in.
import { beginSession, type SignedIn } from '../../src/auth/sign-in/begin-session.ts'
import type { Db } from '../../src/platform/database/db.ts'

/** Signs a member in, whatever their account asks for. @throws when they are not active. */
export async function beginTestSession(db: Db, teamMemberId: string): Promise<SignedIn> {
  const client = { ipAddress: '127.0.0.1', userAgent: null }
  const begun = await db.$transaction((tx) => beginSession(tx, teamMemberId, { kind: 'code' }, client))
  if (begun.outcome !== 'signed-in') throw new Error(`${teamMemberId} was not signed in`)
  return begun
}
