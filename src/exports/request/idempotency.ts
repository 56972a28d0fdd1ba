// Idempotency keys: a retry with the same key returns the export that the first request made.
import { isDeepStrictEqual } from 'node:util'
import type { Export } from '../../generated/prisma/client.ts'
import type { CurrentSession } from '../../identity/session.ts'
import type { Tx } from '../../platform/database/db.ts'
import type { FieldCipher } from '../../platform/encryption/field-encryption.ts'
import { InvalidInputError } from '../../platform/errors.ts'
import { storedFilter } from './export-filter.ts'
import type { ExportRequest } from './export-request.ts'
import { openFilter } from './filter-search.ts'

/** How long a key is remembered. */
export const keyHours = 24

/**
 * Finds the export that the member's key made. The caller holds the member's lock.
 * @returns null without a key, and for a key that made nothing within the last `keyHours`.
 * @throws InvalidInputError when the key was used for other input, or its export was deleted.
 */
export async function findByIdempotencyKey(
  tx: Tx,
  cipher: FieldCipher,
  { teamMemberId: ownerId }: CurrentSession,
  request: ExportRequest,
): Promise<Export | null> {
  const { idempotencyKey } = request
  if (!idempotencyKey) return null
  await tx.$executeRaw`
    UPDATE export SET idempotency_key = NULL
    WHERE owner_id = ${ownerId}::uuid AND idempotency_key = ${idempotencyKey}
      AND requested_at < now() - ${keyHours} * interval '1 hour'`
  const earlier = await tx.export.findUnique({
    where: { ownerId_idempotencyKey: { ownerId, idempotencyKey } },
  })
  if (earlier && hasSameInput(cipher, earlier, request)) return earlier
  if (earlier) throw wrongKey('This idempotency key was used for another export. Use a new key.')
  await refuseKeyOfDeleted(tx, ownerId, idempotencyKey)
  return null
}

const hasSameInput = (cipher: FieldCipher, earlier: Export, { kind, format, filter }: ExportRequest) =>
  earlier.kind === kind &&
  earlier.format === format &&
  isDeepStrictEqual(openFilter(cipher, earlier), storedFilter(filter))

/** A retry that arrives after its export was deleted must not make the export again. */
async function refuseKeyOfDeleted(tx: Tx, ownerId: string, idempotencyKey: string): Promise<void> {
  const deleted = await tx.$queryRaw<unknown[]>`
    SELECT 1 FROM deleted_export
    WHERE owner_id = ${ownerId}::uuid AND idempotency_key = ${idempotencyKey}
      AND requested_at > now() - ${keyHours} * interval '1 hour'`
  if (deleted.length === 0) return
  throw wrongKey('The export of this idempotency key was deleted. Use a new key to request it again.')
}

const wrongKey = (message: string) => new InvalidInputError(message, ['input', 'idempotencyKey'])
