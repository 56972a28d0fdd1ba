// The rule of who may have sensitive data: an active member with Sensitive Data Access. It is written here three times:
// for a row that was read, for Prisma's filters, and for SQL.
import { Prisma } from '../generated/prisma/client.ts'
import type { TeamMemberStatus } from '../generated/prisma/enums.ts'

export const mayHaveSensitiveData = (member: {
  status: TeamMemberStatus
  sensitiveDataAccess: boolean
}): boolean => member.status === 'ACTIVE' && member.sensitiveDataAccess

/** For Prisma's `where`. */
export const whereMayHaveSensitiveData = { status: 'ACTIVE', sensitiveDataAccess: true } as const

/** For a statement that names the member's row `m`. */
export const sqlMayHaveSensitiveData = Prisma.sql`(m.status = 'ACTIVE' AND m.sensitive_data_access)`
