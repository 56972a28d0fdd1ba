// Searches for investors: what one or two characters find, and that an index answers.
import { beforeAll, describe, expect, it } from 'vitest'
import { Prisma } from '../../src/generated/prisma/client.ts'
import type { Actor } from '../../src/identity/actor.ts'
import { countInvestors, findInvestorIds, selectFound } from '../../src/investors/find-investors.ts'
import { asActor } from '../support/services.ts'
import { useServices } from '../support/use-services.ts'

const services = useServices()
let actor: Actor
beforeAll(async () => {
  actor = asActor(await services.signIn('owner@summitridge.example'))
  const added = [
    ['Quill Zx Trust', 'first@zx.example', 'ZX-1'],
    ['zxa Holdings', null, 'z7'],
    ['Azx Capital', 'zx@mail.example', 'X-zx'],
    ['李 娜', null, null],
    ['100% Zx_Fund', null, '77'],
  ] as const
  for (const [name, email, externalId] of added) {
    const { accountId } = actor.session
    await services.db.investor.create({ data: { accountId, name, email, externalId, profileType: 'TRUST' } })
  }
})

async function findNames(search: string): Promise<string[]> {
  const ids = await findInvestorIds(services, actor, { search, cursor: undefined, take: 100 })
  expect(await countInvestors(services, actor, { search })).toBe(ids.length)
  const found = await services.db.investor.findMany({ where: { id: { in: ids } }, orderBy: { name: 'asc' } })
  return found.map(({ name }) => name)
}

it.each([
  // The beginning of any word of the name, in any case; no other part of it, no email, no part of a reference.
  ['zx', ['100% Zx_Fund', 'Quill Zx Trust', 'zxa Holdings']],
  [' ZX ', ['100% Zx_Fund', 'Quill Zx Trust', 'zxa Holdings']],
  ['李', ['李 娜']],
  ['娜', ['李 娜']],
  // The whole reference.
  ['z7', ['zxa Holdings']],
  ['77', ['100% Zx_Fund']],
  ['7', []],
  // Every character is taken for itself.
  ['%', []],
  ['_', []],
  ['\\', ["O'Brien \\ Sons\tLP"]],
  // Three characters match any part.
  ['zx@', ['Azx Capital']],
  ['-zx', ['Azx Capital']],
  ['zx_', ['100% Zx_Fund']],
])('%j finds %j', async (search, names) => {
  expect(await findNames(search)).toEqual(names)
})

it("finds nobody of another account's", async () => {
  const other = asActor(await services.signIn('owner@harborpoint.example'))
  expect(await countInvestors(services, other, { search: 'zx' })).toBe(0)
  expect(await countInvestors(services, other, { search: '77' })).toBe(0)
})

type PlanNode = { 'Node Type': string; 'Index Name'?: string; 'Actual Rows': number; Plans?: PlanNode[] }

const flatten = (node: PlanNode): PlanNode[] => [node, ...(node.Plans ?? []).flatMap(flatten)]

/** The scans of PostgreSQL's plan for a page of a search. */
async function scansOf(search: string): Promise<PlanNode[]> {
  const page = selectFound(services, actor, { search, cursor: undefined, take: 21 })
  const [explained] = await services.db.$queryRaw<{ 'QUERY PLAN': [{ Plan: PlanNode }] }[]>(
    Prisma.sql`EXPLAIN (ANALYZE, FORMAT JSON) ${page}`,
  )
  const nodes = explained?.['QUERY PLAN'].flatMap(({ Plan }) => flatten(Plan)) ?? []
  return nodes.filter((node) => /(Seq|Index|Index Only) Scan$/.test(node['Node Type']))
}

describe('of twenty thousand investors, an index answers', () => {
  beforeAll(async () => {
    await services.db.$executeRaw`
      INSERT INTO investor (id, account_id, external_id, name, email, profile_type)
      SELECT gen_random_uuid(), ${actor.session.accountId}::uuid, 'N-' || n, md5(n::text) || ' Holdings',
             n || '@mail.example', 'ENTITY'
      FROM generate_series(1, 20000) AS n`
    // Without it, new rows are in the index's pending list, not in the index.
    await services.pool.query('VACUUM ANALYZE investor')
  })

  it('pages what nearly everyone has in the order of names, both ways', async () => {
    const { rows } = await services.pool.query<{ id: string }>(
      `SELECT id FROM investor WHERE account_id = $1 AND name ILIKE '%holdings%' ORDER BY name, id`,
      [actor.session.accountId],
    )
    const ids = rows.map(({ id }) => id)
    for (const at of [-1, 5_000, ids.length - 30, ids.length - 5]) {
      const page = { search: 'Holdings', cursor: ids[at], take: 21 }
      const following = await findInvestorIds(services, actor, page)
      expect(following.sort()).toEqual(ids.slice(at + 1, at + 22).sort())
      const preceding = await findInvestorIds(services, actor, { ...page, take: -21 })
      const end = at < 0 ? ids.length : at
      expect(preceding.sort()).toEqual(ids.slice(Math.max(0, end - 21), end).sort())
    }
  })

  it.each(['z', 'zx', 'zxa', 'qj'])('a search for %j, from what it finds alone', async (search) => {
    const scans = await scansOf(search)
    expect(scans.map((scan) => scan['Index Name'])).toContain('investor_search_idx')
    // Neither the table nor the names of the account are read from start to end.
    expect(scans.filter((scan) => scan['Node Type'] !== 'Bitmap Index Scan')).toEqual([])
    for (const scan of scans) expect(scan['Actual Rows']).toBeLessThan(1000)
  })
})
