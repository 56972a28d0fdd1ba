// Where a page of a list begins.
import { GraphQLError } from 'graphql'

const uuid = /^[\da-f]{8}(-[\da-f]{4}){3}-[\da-f]{12}$/i

/**
 * Whether a page can begin at its cursor: where there is none, or where `find` finds its row among those that the
 * viewer may see. Prisma would begin at anybody's row, which tells that there is such a row, and where it is.
 * @throws GraphQLError for a cursor that no list has given.
 */
export async function canBeginAt(
  cursor: { id?: unknown } | undefined,
  find: (id: string) => Promise<unknown>,
): Promise<boolean> {
  if (!cursor) return true
  const { id } = cursor
  if (typeof id === 'string' && uuid.test(id)) return (await find(id)) !== null
  throw new GraphQLError('This is not a cursor of this list. Pass on a cursor as the list gave it.', {
    extensions: { code: 'BAD_REQUEST' },
  })
}
