// The list of investors: masked, searched, in pages.
import { beforeAll, describe, expect, it } from 'vitest'
import { makeDemoInvestors } from '../../prisma/demo-investors.ts'
import { demoAccounts } from '../../prisma/seed.ts'
import type { ApiClient } from '../support/client.ts'
import { ListInvestorsDocument } from '../support/gql/graphql.ts'
import { post } from '../support/http.ts'
import { useApp } from '../support/use-app.ts'

/** Well-formed cursors of no investor. */
const madeUpCursors = ['J:[1]', 'J:{"id":1}', 'S:', 'S:x', 'N:1', 'I:1', 'D:0', 'B:1'].map((text) =>
  Buffer.from(`GPC:${text}`).toString('base64'),
)

const app = useApp()
let owner: ApiClient
beforeAll(async () => {
  owner = await app.signIn('owner@summitridge.example')
})

type Variables = {
  first?: number
  after?: string | null
  last?: number
  before?: string | null
  search?: string
}
const list = async (variables: Variables = {}) =>
  (await owner.request(ListInvestorsDocument, variables)).investors
const findNames = async (search: string) => (await list({ search })).nodes.map(({ name }) => name)

async function idsByName(): Promise<string[]> {
  const { rows } = await app.pool.query(
    `SELECT translate(encode(convert_to('Investor:' || i.id, 'UTF8'), 'base64'), E'\\n', '') AS id
     FROM investor i JOIN account a ON a.id = i.account_id
     WHERE a.name = 'Summit Ridge Capital' ORDER BY i.name, i.id`,
  )
  return rows.map(({ id }) => id)
}

describe('a page', () => {
  it('has 20 investors unless told, and 100 at most, from either end', async () => {
    expect((await list()).nodes).toHaveLength(20)
    expect((await list({ first: 7 })).nodes).toHaveLength(7)
    expect((await list({ first: 0 })).nodes).toHaveLength(0)
    expect((await list({ first: 500 })).nodes).toHaveLength(100)
    expect((await list({ last: 500 })).nodes).toHaveLength(100)
    expect((await list({ first: 2_147_483_647 })).nodes).toHaveLength(100)
  })

  it.each([
    ...[{ first: -1 }, { last: -1 }, { after: 'x' }, { after: '' }, { before: 'R1BDOlM6eA==' }],
    ...madeUpCursors.flatMap((cursor) => [{ after: cursor }, { last: 5, before: cursor }]),
  ])('cannot be had with %j, which is said with a code', async (variables) => {
    const { data, errors } = await owner.send(ListInvestorsDocument, variables)
    expect(data).toBeNull()
    expect(errors?.map(({ extensions }) => extensions)).toEqual([{ code: 'BAD_REQUEST' }])
  })

  it('leads to the next one, until every investor of the account was shown once, by name', async () => {
    const seen: string[] = []
    let after: string | null = null
    for (let page = 1; page <= 12; page++) {
      const { nodes, edges, pageInfo, totalCount } = await list({ first: 500, after })
      expect(totalCount).toBe(1200)
      expect(pageInfo).toEqual({
        hasNextPage: page < 12,
        hasPreviousPage: page > 1,
        startCursor: edges[0]?.cursor,
        endCursor: edges.at(-1)?.cursor,
      })
      seen.push(...nodes.map(({ id }) => id))
      after = pageInfo.endCursor
    }
    expect(seen).toEqual(await idsByName())
  })

  it('leads back in the same order', async () => {
    const seen: string[] = []
    let before: string | null = null
    for (let page = 1; page <= 12; page++) {
      const { nodes, pageInfo } = await list({ last: 100, before })
      expect(pageInfo.hasPreviousPage).toBe(page < 12)
      seen.unshift(...nodes.map(({ id }) => id))
      before = pageInfo.startCursor
    }
    expect(seen).toEqual(await idsByName())
  })

  it('after the last one is empty', async () => {
    const { pageInfo } = await list({ last: 1 })
    const { nodes, totalCount, ...rest } = await list({ after: pageInfo.endCursor })
    expect({ nodes, totalCount, next: rest.pageInfo.hasNextPage }).toEqual({
      nodes: [],
      totalCount: 1200,
      next: false,
    })
  })
})

describe("another account's investor", () => {
  it('is no place to begin at, just as one that does not exist', async () => {
    const absent = '0197ffff-0000-7000-8000-00000000abcd'
    // There are own investors before and after its name.
    const theirs = '01970000-0002-7000-8002-000000000020'
    expect(await app.db.investor.count({ where: { id: theirs, accountId: demoAccounts[1].id } })).toBe(1)
    const cursor = (id: string) => Buffer.from(`GPC:S:${id}`).toString('base64')
    const pages = (id: string) =>
      Promise.all([list({ after: cursor(id) }), list({ last: 20, before: cursor(id) })])
    const answers = await pages(theirs)
    expect(answers).toEqual(await pages(absent))
    expect(answers.map(({ nodes, totalCount }) => [nodes, totalCount])).toEqual([
      [[], 1200],
      [[], 1200],
    ])
    const [forward] = await pages('01970000-0001-7000-8002-000000000020')
    expect(forward?.nodes).toHaveLength(20)
  })
})

describe('sensitive values', () => {
  it('are masked in every answer, whoever asks', async () => {
    const secrets = [...makeDemoInvestors(1, 'SR', 1200)].flatMap(({ taxId, bankAccountNumber }) =>
      [taxId, bankAccountNumber].filter((value) => value !== null),
    )
    expect(secrets.length).toBeGreaterThan(2_000)
    const viewer = await app.signIn('analyst@summitridge.example')
    const pages = [JSON.stringify(await viewer.send(ListInvestorsDocument, { first: 100 }))]
    for (let after: string | null = null; pages.length <= 12; ) {
      const page = await list({ first: 100, after })
      pages.push(JSON.stringify(page))
      after = page.pageInfo.endCursor
    }
    const all = pages.join('\n')
    expect(secrets.filter((secret) => all.includes(secret))).toEqual([])
    expect(all.match(/"•••• \d{4}"/g)?.length).toBeGreaterThan(2_000)
  })

  it('show their last four characters, or are null where there are none', async () => {
    const investors = [...makeDemoInvestors(1, 'SR', 1200)]
    const masked = (value: string | null) => value && `•••• ${value.slice(-4)}`
    const { nodes } = await list({ first: 100 })
    for (const node of nodes) {
      const number = Number(Buffer.from(node.id, 'base64').toString().slice(-12))
      const { name, email, profileType, taxId, bankAccountNumber } = investors[number - 1] ?? {}
      expect(node).toMatchObject({
        name,
        email,
        profileType,
        maskedTaxId: masked(taxId ?? null),
        maskedBankAccount: masked(bankAccountNumber ?? null),
      })
    }
  })

  it('have no field with the whole value', async () => {
    for (const field of ['taxId', 'bankAccountNumber', 'bankRoutingNumber', 'address', 'taxIdLast4']) {
      const { json } = await post(
        app.url,
        `{ investors { nodes { ${field} } } }`,
        {},
        {
          authorization: `Bearer ${owner.token}`,
        },
      )
      expect(json.errors[0].extensions.code).toBe('GRAPHQL_VALIDATION_FAILED')
    }
  })
})

describe('searching', () => {
  const added = ['Hundred% Sure Trust', 'Under_score Holdings', 'Back\\slash LP', 'Zebra Ütopia']
  beforeAll(async () => {
    for (const [number, name] of added.entries()) {
      await app.pool.query(
        `INSERT INTO investor (id, account_id, external_id, name, email, profile_type)
         SELECT gen_random_uuid(), id, 'ZZ_' || $1::int, $2, 'z%' || $1::int || '@mail.example', 'ENTITY' FROM account`,
        [number, name],
      )
    }
  })

  it('finds part of a name, an email or a reference, in any case, of the own account alone', async () => {
    expect(await findNames('sure trust')).toEqual([added[0]])
    expect(await findNames('  ZEBRA ')).toEqual([added[3]])
    expect(await findNames('Z%2@MAIL')).toEqual([added[2]])
    expect(await findNames('zz_1')).toEqual([added[1]])
    expect((await list({ search: 'SR-0001' })).totalCount).toBeGreaterThan(0)
    expect((await list({ search: 'HP-0001' })).totalCount).toBe(0)
  })

  it.each([
    ['Hundred%', [added[0]]],
    ['h%d', []],
    ['under_s', [added[1]]],
    ['u_der', []],
    ['back\\s', [added[2]]],
    ['back\\\\s', []],
    ["' OR 1=1 --", []],
    ['%%%', []],
  ])('takes every character for itself: %j', async (search, names) => {
    expect(await findNames(search)).toEqual(names)
  })

  it('counts and pages what was found', async () => {
    const { totalCount, nodes, pageInfo } = await list({ search: 'zz_', first: 3 })
    expect({ totalCount, found: nodes.length, next: pageInfo.hasNextPage }).toEqual({
      totalCount: 4,
      found: 3,
      next: true,
    })
    const rest = await list({ search: 'zz_', first: 3, after: pageInfo.endCursor })
    expect(rest.nodes.map(({ name }) => name)).toEqual(['Zebra Ütopia'])
  })

  it('for nothing finds everybody', async () => {
    for (const search of ['', '   ']) expect((await list({ search })).totalCount).toBe(1200 + added.length)
  })

  it('for a NUL is told that it cannot be', async () => {
    const { errors } = await owner.send(ListInvestorsDocument, { search: 'a\0' })
    expect(errors?.[0]?.extensions).toEqual({ code: 'BAD_REQUEST' })
  })

  it('knows the case of every letter', async () => {
    expect(await findNames('zebra üTOPIA')).toEqual([added[3]])
    const [lower, upper] = [await list({ search: 'müller' }), await list({ search: 'MÜLLER' })]
    expect(lower.totalCount).toBeGreaterThan(10)
    expect(upper).toEqual(lower)
    expect(upper.nodes.every(({ name, email }) => /müller/i.test(name + email))).toBe(true)
  })
})
