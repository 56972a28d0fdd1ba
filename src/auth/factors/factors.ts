import type { DbOrTx } from '../../platform/database/db.ts'
import { emailCode } from './email-code/email-code.ts'
import type { Factor, FactorKind } from './factor.ts'

/** Every factor, the preferred one first. */
const factors: Factor[] = [emailCode]

/** The factor with which a member signs in. */
export async function chooseFactor(db: DbOrTx, teamMemberId: string): Promise<Factor> {
  for (const factor of factors) {
    if (await factor.isEnrolled(db, teamMemberId)) return factor
  }
  throw new Error('The member has no factor')
}

/** The factor of a kind. */
export function factorOf(kind: FactorKind): Factor {
  const factor = factors.find((candidate) => candidate.kind === kind)
  if (!factor) throw new Error(`${kind} is not in the list of factors`)
  return factor
}
