// Asking for an export: the row and its job, in one transaction.

import { isDeepStrictEqual } from 'node:util'
import { recordEvent } from '../../audit/record-event.ts'
import type { Export } from '../../generated/prisma/client.ts'
import type { ExportFormat, ExportKind } from '../../generated/prisma/enums.ts'
import type { ClientInfo } from '../../identity/actor.ts'
import { SensitiveDataAccessRequiredError } from '../../identity/errors.ts'
import { lockMemberForSensitiveData } from '../../identity/lock-member.ts'
import type { CurrentSession } from '../../identity/session.ts'
import type { Tx } from '../../platform/database/db.ts'
import { createUuid } from '../../platform/database/uuid.ts'
import { type FieldCipher, holdKey } from '../../platform/encryption/field-encryption.ts'
import { InvalidInputError, RateLimitedError } from '../../platform/errors.ts'
import type { Services } from '../../platform/services.ts'
import { runExportJob } from '../run/export-job.ts'
import { type ExportFilter, refuseForeignFilter, storedFilter } from './export-filter.ts'
import { filterSearchPlace, openFilter } from './filter-search.ts'

const maxRunning = 3
const maxPerHour = 20

export type ExportRequest = {
  kind: ExportKind
  format: ExportFormat
  filter: ExportFilter
  idempotencyKey: string | null
}

/**
 * Asks for an export of the member's account.
 * @returns the new export, or the one that the same idempotency key made in the last 24 hours.
 * @throws SensitiveDataAccessRequiredError, RateLimitedError, InvalidInputError
 */
export async function requestExport(
  { db, events, jobs, cipher }: Services,
  session: CurrentSession,
  request: ExportRequest,
  client: ClientInfo,
): Promise<Export> {
  refuseForeignFilter(request.kind, request.filter)
  return events.transact(db, async ({ tx }) => {
    // The lock makes the member's simultaneous requests take turns: the quotas and the key are checked under it.
    const allowed = await lockMemberForSensitiveData(tx, session.teamMemberId)
    if (!allowed) throw new SensitiveDataAccessRequiredError()
    const earlier = await findByIdempotencyKey(tx, cipher, session, request)
    if (earlier) return earlier
    await refuseOverQuota(tx, session)
    const created = await insertExport(tx, cipher, session, request)
    await jobs.enqueue(tx, runExportJob, { exportId: created.id })
    await recordEvent(tx, {
      action: 'export.requested',
      accountId: session.accountId,
      actorId: session.teamMemberId,
      subject: { type: 'export', id: created.id },
      client,
      details: { kind: request.kind, format: request.format },
    })
    return created
  })
}

async function insertExport(
  tx: Tx,
  cipher: FieldCipher,
  session: CurrentSession,
  { kind, format, filter: wanted, idempotencyKey }: ExportRequest,
): Promise<Export> {
  const id = createUuid()
  const { search, ...filter } = storedFilter(wanted)
  const filterSearch = search ? (await holdKey(tx, cipher))(search, filterSearchPlace(id)) : null
  const { accountId, teamMemberId: ownerId } = session
  return tx.export.create({
    data: { id, accountId, ownerId, kind, format, filter, filterSearch, idempotencyKey },
  })
}

async function findByIdempotencyKey(
  tx: Tx,
  cipher: FieldCipher,
  session: CurrentSession,
  request: ExportRequest,
): Promise<Export | null> {
  const { idempotencyKey } = request
  if (!idempotencyKey) return null
  await tx.$executeRaw`
    UPDATE export SET idempotency_key = NULL
    WHERE owner_id = ${session.teamMemberId}::uuid AND idempotency_key = ${idempotencyKey}
      AND requested_at < now() - interval '24 hours'`
  const earlier = await tx.export.findUnique({
    where: { ownerId_idempotencyKey: { ownerId: session.teamMemberId, idempotencyKey } },
  })
  if (!earlier) {
    await refuseKeyOfDeleted(tx, session, idempotencyKey)
    return null
  }
  const sameInput =
    earlier.kind === request.kind &&
    earlier.format === request.format &&
    isDeepStrictEqual(openFilter(cipher, earlier), storedFilter(request.filter))
  if (sameInput) return earlier
  throw new InvalidInputError(
    'This idempotency key was used for another export. Use a new key for each request.',
    ['input', 'idempotencyKey'],
  )
}

/** A retry that comes after its export was deleted must not make the export again. */
async function refuseKeyOfDeleted(tx: Tx, session: CurrentSession, idempotencyKey: string): Promise<void> {
  const deleted = await tx.$queryRaw<unknown[]>`
    SELECT 1 FROM deleted_export
    WHERE owner_id = ${session.teamMemberId}::uuid AND requested_at > now() - interval '24 hours'
      AND idempotency_key = ${idempotencyKey}`
  if (deleted.length === 0) return
  throw new InvalidInputError(
    'The export that this idempotency key made was deleted. Use a new key to ask for it again.',
    ['input', 'idempotencyKey'],
  )
}

/** The two quotas, counted under the owner's lock. */
async function refuseOverQuota(tx: Tx, session: CurrentSession): Promise<void> {
  const [count] = await tx.$queryRaw<
    { running: number; lastHour: number; retryAfterSeconds: number | null }[]
  >`
    SELECT (SELECT count(*)::int FROM export
            WHERE owner_id = ${session.teamMemberId}::uuid AND status = 'PROCESSING') AS running,
           count(*)::int AS "lastHour",
           ceil(extract(epoch FROM min(requested_at) + interval '1 hour' - now()))::int AS "retryAfterSeconds"
    FROM (SELECT owner_id, requested_at FROM export UNION ALL SELECT owner_id, requested_at FROM deleted_export) e
    WHERE owner_id = ${session.teamMemberId}::uuid AND requested_at > now() - interval '1 hour'`
  if (count && count.running >= maxRunning) {
    throw new RateLimitedError(
      `You have ${count.running} exports running. Ask again when one has finished.`,
      10,
    )
  }
  if (count && count.lastHour >= maxPerHour) {
    throw new RateLimitedError(
      `You have asked for ${count.lastHour} exports in the last hour, which is the most. Ask again later.`,
      Math.max(1, count.retryAfterSeconds ?? 1),
    )
  }
}
