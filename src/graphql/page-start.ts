// Lets the pages of a list begin in an index.
import { GraphQLError } from 'graphql'
import { isUuid } from '../platform/database/uuid.ts'

type PageQuery = { cursor?: { id?: unknown } | undefined; take?: number | undefined }

/**
 * Bounds the first column of a list's order by the page's cursor, so that the page begins in an index. Prisma's own cursor
 * comparison cannot use one: it would read every row before the cursor.
 * @param order the order of that column. Pages before a cursor are read backwards.
 * @param find returns the column's value in the cursor's row, or null if the viewer may not see that row. Prisma accepts
 * the id of any row, which would reveal that the row exists and where it sorts.
 * @returns a bound for Prisma's `where`. It matches nothing if the viewer may not see the cursor's row.
 * @throws GraphQLError for a cursor that no list returned.
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
  if (typeof id === 'string' && isUuid(id)) return id
  throw new GraphQLError(
    'This is not a cursor of this list. Pass a cursor exactly as the list returned it.',
    {
      extensions: { code: 'BAD_REQUEST' },
    },
  )
}

/** Rounds a Date up, because it has milliseconds and the column has microseconds. */
const roundUp = <Value>(value: Value): Value =>
  value instanceof Date ? (new Date(value.getTime() + 1) as Value) : value
