// Decodes global ids in arguments.
import { decodeGlobalID } from '@pothos/plugin-relay'
import { isUuid } from '../platform/database/uuid.ts'
import { NotFoundError } from '../platform/errors.ts'

/**
 * The database id in a global id of `type`. A malformed id or one of another type fails like an id that does not exist.
 * @throws NotFoundError with `message`
 */
export function idOf(globalId: string, type: string, message: string): string {
  const [id] = idsOf([globalId], type)
  if (!id) throw new NotFoundError(message)
  return id
}

/** The database ids in global ids of `type`. Ignores malformed ids and those of another type. */
export function idsOf(globalIds: string[], type: string): string[] {
  return globalIds
    .map(decode)
    .filter(({ typename, id }) => typename === type && isUuid(id))
    .map(({ id }) => id)
}

function decode(globalId: string): { typename: string; id: string } {
  try {
    return decodeGlobalID(globalId)
  } catch {
    return { typename: '', id: '' }
  }
}
