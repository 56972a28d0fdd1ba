// Requests an export: adds its row and its job in one transaction.
import { recordEvent } from '../../audit/record-event.ts'
import type { Export } from '../../generated/prisma/client.ts'
import type { Actor } from '../../identity/actor.ts'
import { SensitiveDataAccessRequiredError } from '../../identity/errors.ts'
import { lockMemberForSensitiveData } from '../../identity/lock-member.ts'
import type { CurrentSession } from '../../identity/session.ts'
import type { Tx } from '../../platform/database/db.ts'
import { createUuid } from '../../platform/database/uuid.ts'
import { type FieldCipher, holdKey } from '../../platform/encryption/field-encryption.ts'
import type { Services } from '../../platform/services.ts'
import { runExportJob } from '../run/export-job.ts'
import { refuseForeignFilter, storedFilter } from './export-filter.ts'
import type { ExportRequest } from './export-request.ts'
import { filterSearchPlace } from './filter-search.ts'
import { findByIdempotencyKey } from './idempotency.ts'
import { refuseOverQuota } from './quota.ts'

/**
 * Requests an export of the member's account.
 * @returns the new export, or the one that the same idempotency key already made.
 * @throws SensitiveDataAccessRequiredError, RateLimitedError, InvalidInputError
 */
export async function requestExport(
  { db, events, jobs, cipher }: Services,
  { session, client }: Actor,
  request: ExportRequest,
): Promise<Export> {
  refuseForeignFilter(request.kind, request.filter)
  return events.transact(db, async ({ tx }) => {
    // Parallel requests of a member take turns: the quotas and the key are checked under this lock.
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
