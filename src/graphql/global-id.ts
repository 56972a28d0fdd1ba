// Global ids that come in as arguments.
import { decodeGlobalID } from '@pothos/plugin-relay'
import { NotFoundError } from '../platform/errors.ts'

const uuid = /^[\da-f]{8}-[\da-f]{4}-[\da-f]{4}-[\da-f]{4}-[\da-f]{12}$/

/**
 * The database's id in a global id of `type`. One that is malformed, or of another type, is answered as one that
 * leads nowhere, rather than as a fault.
 * @throws NotFoundError
 */
export function idOf(globalId: string, type: string, message: string): string {
  const [id] = idsOf([globalId], type)
  if (!id) throw new NotFoundError(message)
  return id
}

/** The database's ids in global ids of `type`; those that lead nowhere are left out. */
export function idsOf(globalIds: string[], type: string): string[] {
  return globalIds
    .map(decode)
    .filter(({ typename, id }) => typename === type && uuid.test(id))
    .map(({ id }) => id)
}

function decode(globalId: string): { typename: string; id: string } {
  try {
    return decodeGlobalID(globalId)
  } catch {
    return { typename: '', id: '' }
  }
}
