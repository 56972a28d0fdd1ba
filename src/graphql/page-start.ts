// Where a page of a list begins.
import { GraphQLError } from 'graphql'

const uuid = /^[\da-f]{8}(-[\da-f]{4}){3}-[\da-f]{12}$/i

type PageQuery = { cursor?: { id?: unknown } | undefined; take?: number | undefined }

/**
 * The bound that a page's cursor puts on what the list is ordered by first. Prisma compares the cursor in a way in which
 * no index can be entered at it, and reads every row before it as well: with this, only those that tie with it.
 * @param order of the list; pages before a cursor are taken backwards.
 * @param find the value of the cursor's row, where that is among those that the viewer may see. Prisma would begin at
 * anybody's row, which tells that there is such a row, and where it is.
 * @returns a bound that nothing is within where it is not.
 * @throws GraphQLError for a cursor that no list has given.
 */
export async function pageBound<Value>(
  { cursor, take = 0 }: PageQuery,
  order: 'asc' | 'desc',
  find: (id: string) => Promise<Value | null | undefined>,
): Promise<{ gte?: Value; lte?: Value; in?: Value[] }> {
  if (!cursor) return {}
  const value = await find(idOf(cursor))
  if (value === null || value === undefined) return { in: [] }
  return (order === 'asc') === take >= 0 ? { gte: value } : { lte: roundUp(value) }
}

function idOf({ id }: { id?: unknown }): string {
  if (typeof id === 'string' && uuid.test(id)) return id
  throw new GraphQLError('This is not a cursor of this list. Pass on a cursor as the list gave it.', {
    extensions: { code: 'BAD_REQUEST' },
  })
}

/** A Date has milliseconds, and lost the microseconds that the column has. */
const roundUp = <Value>(value: Value): Value =>
  value instanceof Date ? (new Date(value.getTime() + 1) as Value) : value
