import type { Prisma } from '../../generated/prisma/client.ts'
import type { ExportStatus } from '../../generated/prisma/enums.ts'
import type { CurrentSession } from '../../identity/session.ts'

/** The member's own exports by their current status. An export whose time is up counts as EXPIRED, as in `statusAt`. */
export function ownExports(
  { teamMemberId: ownerId, asOf }: CurrentSession,
  status: ExportStatus[] | null | undefined,
): Prisma.ExportWhereInput {
  if (!status) return { ownerId }
  const stored = status.filter((one) => one !== 'COMPLETED')
  return {
    ownerId,
    OR: [
      { status: { in: stored } },
      ...(status.includes('COMPLETED') ? [{ status: 'COMPLETED' as const, expiresAt: { gt: asOf } }] : []),
      ...(status.includes('EXPIRED') ? [{ status: 'COMPLETED' as const, expiresAt: { lte: asOf } }] : []),
    ],
  }
}
