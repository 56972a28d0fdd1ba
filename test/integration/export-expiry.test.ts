// An export whose time is over, where no worker has got to writing that down yet: the database's clock decides all the
// same.

import { beforeAll, expect, it } from 'vitest'
import type { ApiClient } from '../support/client.ts'
import { databaseId, giveExport } from '../support/exports.ts'
import { ListExportsDocument } from '../support/gql/graphql.ts'
import { useApp } from '../support/use-app.ts'

const email = 'owner@summitridge.example'

const app = useApp({ config: { role: 'server' } })
let owner: ApiClient
/** Its file is kept for another hour. */
let kept: string
/** Its time is over. */
let over: string
beforeAll(async () => {
  // Without a worker nobody ends it.
  owner = await app.signIn(email)
  kept = await giveExport(app, email)
  over = await giveExport(app, email)
  await app.db.$executeRaw`
    UPDATE export SET expires_at = now() + CASE WHEN id = ${databaseId(kept)}::uuid THEN interval '1 hour' ELSE '0' END`
})

const list = async (status?: ('COMPLETED' | 'EXPIRED' | 'FAILED')[]) => {
  const { exports } = await owner.request(ListExportsDocument, status ? { status } : {})
  expect(exports.totalCount).toBe(exports.nodes.length)
  return exports.nodes.map(({ id }) => id)
}

it('is EXPIRED, has no path, and was whole', async () => {
  const { exports } = await owner.request(ListExportsDocument, {})
  const percent = { percent: 100 }
  expect(exports.nodes).toMatchObject([
    { id: over, status: 'EXPIRED', downloadPath: null, progress: percent },
    {
      id: kept,
      status: 'COMPLETED',
      downloadPath: `/exports/${databaseId(kept)}/download`,
      progress: percent,
    },
  ])
  expect(await app.db.export.count({ where: { status: 'COMPLETED' } })).toBe(2)
})

it('is in the list of those, and of no others', async () => {
  expect(await list(['COMPLETED'])).toEqual([kept])
  expect(await list(['EXPIRED'])).toEqual([over])
  expect(await list(['COMPLETED', 'EXPIRED'])).toEqual([over, kept])
  expect(await list(['FAILED'])).toEqual([])
  expect(await list([])).toEqual([])
})
