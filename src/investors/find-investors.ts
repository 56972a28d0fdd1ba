// The investors that a member finds: a page, by name, and how many there are.
import { Prisma } from '../generated/prisma/client.ts'
import type { Actor } from '../identity/actor.ts'
import type { Services } from '../platform/services.ts'
import { investorsWhere } from './filter.ts'

type Search = { search?: string | null | undefined }

export type InvestorPage = Search & {
  /** The investor that the page follows, or precedes when `take` is negative. */
  cursor: unknown
  take: number
}

/**
 * The ids of a page of the account's investors, in no order. Empty when the account has no investor with the cursor's id:
 * as if it did not exist.
 */
export async function findInvestorIds(
  services: Services,
  actor: Actor,
  page: InvestorPage,
): Promise<string[]> {
  const rows = await services.db.$queryRaw<{ id: string }[]>(selectPage(services, actor, page))
  return rows.map(({ id }) => id)
}

export async function countInvestors(services: Services, actor: Actor, search: Search): Promise<number> {
  const [found] = await services.db.$queryRaw<{ count: number }[]>`
    SELECT count(*)::int AS count FROM investor i WHERE ${visible(services, actor, search)}`
  return found?.count ?? 0
}

/** Only with Sensitive Data Access does a search find whole Tax IDs. */
const visible = ({ cipher }: Services, { session }: Actor, { search }: Search): Prisma.Sql =>
  investorsWhere(session.accountId, { search }, session.sensitiveDataAccess ? cipher : null)

/**
 * A search is materialized: it then goes through its own index. Otherwise PostgreSQL may read the index of names from its
 * start until a page is full, which is every name of the account when the search finds little, or finds it at the end.
 */
export function selectPage(services: Services, actor: Actor, page: InvestorPage): Prisma.Sql {
  const { search, cursor, take } = page
  const { sql, raw, empty } = Prisma
  const [direction, beyond] = take < 0 ? [raw('DESC'), raw('<')] : [raw('ASC'), raw('>')]
  const start = sql`WHERE (i.name, i.id) ${beyond} (SELECT name, id FROM investor
      WHERE id = ${String(cursor)}::uuid AND account_id = ${actor.session.accountId}::uuid)`
  return sql`
    WITH i AS ${raw(search?.trim() ? 'MATERIALIZED' : 'NOT MATERIALIZED')}
      (SELECT i.id, i.name FROM investor i WHERE ${visible(services, actor, page)})
    SELECT i.id FROM i ${cursor === undefined ? empty : start}
    ORDER BY i.name ${direction}, i.id ${direction} LIMIT ${Math.abs(take)}`
}
