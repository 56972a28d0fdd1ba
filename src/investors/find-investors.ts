// Finds a page of investors by name, and counts them.
import { Prisma } from '../generated/prisma/client.ts'
import type { Actor } from '../identity/actor.ts'
import type { Services } from '../platform/services.ts'
import { investorsWhere } from './filter.ts'

const { sql, raw } = Prisma

type Search = { search?: string | null | undefined }

type InvestorPage = Search & {
  /** The investor that the page follows, or precedes when `take` is negative. */
  cursor: unknown
  take: number
}

/** How many of the next investors by name are read first. They often fill a page, and reading them takes milliseconds. */
const nearby = 1_000

/**
 * The ids of a page of the account's investors, in no order. Empty when the account has no investor with the cursor's id.
 */
export async function findInvestorIds(
  services: Services,
  actor: Actor,
  page: InvestorPage,
): Promise<string[]> {
  const read = async (query: Prisma.Sql) => {
    const rows = await services.db.$queryRaw<{ id: string }[]>(query)
    return rows.map(({ id }) => id)
  }
  const near = await read(selectNearby(services, actor, page))
  const isFull = near.length === Math.abs(page.take)
  return isFull || !page.search?.trim() ? near : read(selectFound(services, actor, page))
}

export async function countInvestors(services: Services, actor: Actor, search: Search): Promise<number> {
  const [found] = await services.db.$queryRaw<{ count: number }[]>`
    SELECT count(*)::int AS count FROM investor i WHERE ${visible(services, actor, search)}`
  return found?.count ?? 0
}

/** A search finds whole Tax IDs only with Sensitive Data Access. */
const visible = ({ cipher }: Services, { session }: Actor, { search }: Search): Prisma.Sql =>
  investorsWhere(session.accountId, { search }, session.sensitiveDataAccess ? cipher : null)

/** Reads the page from the next investors by name only. */
function selectNearby(services: Services, actor: Actor, page: InvestorPage): Prisma.Sql {
  const { start, order } = placeOf(actor, page)
  return sql`
    SELECT i.id FROM (SELECT * FROM investor i WHERE i.account_id = ${actor.session.accountId}::uuid AND ${start}
                      ORDER BY ${order} LIMIT ${nearby}) i
    WHERE ${visible(services, actor, page)} ORDER BY ${order} LIMIT ${Math.abs(page.take)}`
}

/**
 * Reads the page from all results of the search. Without MATERIALIZED, PostgreSQL may read the index of names until the
 * page is full: every name of the account, if the results are few or at the end of the alphabet.
 */
export function selectFound(services: Services, actor: Actor, page: InvestorPage): Prisma.Sql {
  const { start, order } = placeOf(actor, page)
  return sql`
    WITH i AS MATERIALIZED (SELECT i.id, i.name FROM investor i WHERE ${visible(services, actor, page)})
    SELECT i.id FROM i WHERE ${start} ORDER BY ${order} LIMIT ${Math.abs(page.take)}`
}

/** The start and the order of a page. */
function placeOf(
  { session }: Actor,
  { cursor, take }: InvestorPage,
): { start: Prisma.Sql; order: Prisma.Sql } {
  const [beyond, direction] = take < 0 ? [raw('<'), raw('DESC')] : [raw('>'), raw('ASC')]
  return {
    start:
      cursor === undefined
        ? sql`true`
        : sql`(i.name, i.id) ${beyond} (SELECT name, id FROM investor
            WHERE id = ${String(cursor)}::uuid AND account_id = ${session.accountId}::uuid)`,
    order: sql`i.name ${direction}, i.id ${direction}`,
  }
}
