// The list of one's exports, page by page: whatever they tie in, each is shown once, in the order of the list.

import { beforeAll, expect, it } from 'vitest'
import type { ApiClient } from '../support/client.ts'
import { databaseId } from '../support/exports.ts'
import { ListExportsDocument } from '../support/gql/graphql.ts'
import { useApp } from '../support/use-app.ts'

const app = useApp()
let owner: ApiClient

/** Thirty of the owner: some asked for in one microsecond, some in one millisecond, some apart. */
beforeAll(async () => {
  owner = await app.signIn('owner@summitridge.example')
  await app.db.$executeRaw`
    INSERT INTO export (id, account_id, owner_id, kind, format, status, requested_at)
    SELECT gen_random_uuid(), account_id, id, 'TAX_INFORMATION', 'CSV',
           CASE WHEN n % 3 = 0 THEN 'FAILED' ELSE 'CANCELED' END::export_status,
           timestamptz '2026-11-24 12:00:00.5' + (n / 10) * interval '1 hour' + (n / 2) % 5 * interval '150 microseconds'
    FROM team_member, generate_series(0, 29) n WHERE email = 'owner@summitridge.example'`
})

async function idsInOrder(status: string[]): Promise<string[]> {
  const rows = await app.db.$queryRaw<{ id: string }[]>`
    SELECT id FROM export WHERE status = ANY(${status}::export_status[]) ORDER BY requested_at DESC, id DESC`
  return rows.map(({ id }) => id)
}

it.each([
  { status: ['FAILED', 'CANCELED'] as const, pages: 10 },
  { status: ['FAILED'] as const, pages: 4 },
])('leads through all that are $status, forwards and backwards', async ({ status, pages }) => {
  const expected = await idsInOrder([...status])
  const forwards: string[] = []
  const backwards: string[] = []
  let after: string | null | undefined
  let before: string | null | undefined
  for (let page = 1; page <= pages; page++) {
    const { exports: next } = await owner.request(ListExportsDocument, {
      first: 3,
      after,
      status: [...status],
    })
    const { exports: previous } = await owner.request(ListExportsDocument, {
      last: 3,
      before,
      status: [...status],
    })
    forwards.push(...next.nodes.map(({ id }) => databaseId(id)))
    backwards.unshift(...previous.nodes.map(({ id }) => databaseId(id)))
    after = next.edges.at(-1)?.cursor
    before = previous.edges[0]?.cursor
  }
  expect(forwards).toEqual(expected)
  expect(backwards).toEqual(expected)
})
