// How long each table keeps its rows. Every table needs an entry, or this does not compile: a sweep, or a reason to keep
// its rows.
import { sweepSessions } from './auth/devices/sweep-sessions.ts'
import { sweepTrustedDevices } from './auth/devices/sweep-trusted-devices.ts'
import { sweepChallenges } from './auth/factors/sweep-challenges.ts'
import { sweepMailedLinks } from './auth/notices/sweep-mailed-links.ts'
import { sweepSecurityNotices } from './auth/notices/sweep-security-notices.ts'
import { sweepDownloadTickets } from './exports/download/sweep-download-tickets.ts'
import { sweepDeletedExports } from './exports/ending/sweep-deleted-exports.ts'
import type { Prisma } from './generated/prisma/client.ts'
import { sweepNotifications } from './notifications/sweep-notifications.ts'
import type { Sweep } from './platform/database/sweep.ts'
import { sweepRateLimits } from './platform/limits/sweep-rate-limits.ts'

/** Why a table keeps its rows. */
type Kept = { keptBecause: string }

/** The rule of each table. The order is that of the sweeps. */
export const retention: Record<Prisma.ModelName, Sweep | Kept> = {
  // Before their sessions: see sweep-sessions.ts.
  DownloadTicket: sweepDownloadTickets,
  Session: sweepSessions,
  Challenge: sweepChallenges,
  MailedLink: sweepMailedLinks,
  SecurityNotice: sweepSecurityNotices,
  TrustedDevice: sweepTrustedDevices,
  DeletedExport: sweepDeletedExports,
  Notification: sweepNotifications,
  RateLimit: sweepRateLimits,
  Account: { keptBecause: 'An account stays until an operator removes it.' },
  TeamMember: { keptBecause: 'Members are deactivated, not deleted.' },
  Investor: { keptBecause: 'Investors belong to their account.' },
  Distribution: { keptBecause: 'Distributions belong to their investor.' },
  Export: {
    keptBecause: 'An export stays in its owner’s list as EXPIRED. expires_at only ends its file.',
  },
  RetiredKey: { keptBecause: 'A retired key must never encrypt again.' },
  AuditEvent: { keptBecause: 'The audit table is append-only.' },
}

export const sweeps: Sweep[] = Object.values(retention).filter((rule) => 'table' in rule)
