// The audit table: who did what to what, when and from where. An event is written in the transaction that it records.
import type { Prisma } from '../generated/prisma/client.ts'
import type { DbOrTx } from '../platform/database/db.ts'

/** Every kind of event, as `subject.what_happened`. */
export type AuditAction =
  | 'login.succeeded'
  | 'login.failed'
  | 'login.rate_limited'
  | 'challenge.issued'
  | 'challenge.code_resent'
  | 'challenge.code_wrong'
  | 'challenge.disowned'
  | 'session.ended'
  | 'session.reauthenticated'
  | 'session.reauthentication_failed'
  | 'trusted_device.added'
  | 'trusted_device.removed'
  | 'password.changed'
  | 'password.change_failed'
  | 'password.reset_requested'
  | 'password.reset'
  | 'email.verification_sent'
  | 'email.verified'
  | 'email.change_requested'
  | 'email.changed'
  | 'mfa_settings.changed'
  | 'account.created'
  | 'team_member.invited'
  | 'team_member.accepted'
  | 'team_member.deactivated'
  | 'team_member.reactivated'
  | 'team_member.role_changed'
  | 'sensitive_data_access.granted'
  | 'sensitive_data_access.revoked'
  | 'encryption_key.rotation_began'
  | 'encryption_key.rotation_ended'
  | 'access.denied'
  | 'export.requested'
  | 'export.completed'
  | 'export.failed'
  | 'export.canceled'
  | 'export.deleted'
  | 'export.expired'
  | 'export.revoked'
  | 'export.downloaded'
  | 'export.download_denied'
  | 'export.ticket_created'

export type AuditEvent = {
  action: AuditAction
  accountId: string | null
  /** The member who did it. Null for the operator and for people who are not signed in. */
  actorId: string | null
  subject?: {
    type: 'account' | 'team_member' | 'session' | 'trusted_device' | 'challenge' | 'export'
    id: string
  }
  client?: { ipAddress: string | null; userAgent: string | null }
  /** Never a secret, and never a value that is encrypted elsewhere. */
  details?: Prisma.InputJsonObject
}

/** Adds an event. In a transaction, the event exists only if the transaction commits. */
export async function recordEvent(db: DbOrTx, event: AuditEvent): Promise<void> {
  await db.$executeRaw`
    INSERT INTO audit_event (action, account_id, actor_id, subject_type, subject_id, ip_address, user_agent, details)
    VALUES (${event.action}, ${event.accountId}::uuid, ${event.actorId}::uuid, ${event.subject?.type ?? null},
            ${event.subject?.id ?? null}::uuid, ${event.client?.ipAddress ?? null},
            ${event.client?.userAgent?.slice(0, 400) ?? null}, ${JSON.stringify(event.details ?? {})}::jsonb)`
}
