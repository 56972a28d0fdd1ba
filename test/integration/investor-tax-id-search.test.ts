// Searching for investors by a whole tax id: found by an index, and only by whoever may see it.
import { randomUUID } from 'node:crypto'
import { beforeAll, describe, expect, it } from 'vitest'
import { demoAccounts } from '../../prisma/seed.ts'
import { sealInvestorFields } from '../../src/investors/sensitive-fields.ts'
import { createFieldCipher } from '../../src/platform/encryption/field-encryption.ts'
import { ListInvestorsDocument } from '../support/gql/graphql.ts'
import { testEncryptionKey } from '../support/keys.ts'
import { createSealer } from '../support/sealer.ts'
import { useApp } from '../support/use-app.ts'

const app = useApp()

describe('searching for a whole tax id', () => {
  const taxId = '666-77-8899'
  const [summitRidge, harborPoint] = demoAccounts
  const add = async (accountId: string, name: string) => {
    const id = randomUUID()
    const cipher = createFieldCipher(testEncryptionKey)
    const sealed = sealInvestorFields(
      { cipher, seal: await createSealer(cipher) },
      { id, accountId },
      { taxId, bankAccountNumber: null },
    )
    await app.db.investor.create({ data: { id, accountId, name, profileType: 'IRA', ...sealed } })
    return sealed.taxIdIndex
  }
  let indexes: (Buffer | null)[]
  beforeAll(async () => {
    indexes = [await add(summitRidge.id, 'Ours'), await add(harborPoint.id, 'Theirs')]
  })
  const namesFor = async (email: string, search: string) => {
    const client = await app.signIn(email)
    const { investors } = await client.request(ListInvestorsDocument, { search })
    expect(investors.totalCount).toBe(investors.nodes.length)
    return investors.nodes.map(({ name }) => name)
  }

  it.each([taxId, '666778899', ' 666 77 8899 ', '66-6778899'])(
    'finds it as %j, for whoever has Sensitive Data Access, in their account',
    async (search) => {
      expect(await namesFor('owner@summitridge.example', search)).toEqual(['Ours'])
      expect(await namesFor('finance@summitridge.example', search)).toEqual(['Ours'])
      expect(await namesFor('owner@harborpoint.example', search)).toEqual(['Theirs'])
    },
  )

  it.each(['relations@summitridge.example', 'analyst@summitridge.example'])(
    'finds nobody for %s, who could otherwise guess ids',
    async (email) => {
      for (const search of [taxId, '666778899']) expect(await namesFor(email, search)).toEqual([])
      expect(await namesFor(email, 'ours')).toEqual(['Ours'])
    },
  )

  it('finds nobody any more once the access is taken away', async () => {
    const client = await app.signIn('finance@summitridge.example')
    const find = async () =>
      (await client.request(ListInvestorsDocument, { search: taxId })).investors.totalCount
    expect(await find()).toBe(1)
    const member = { where: { email: 'finance@summitridge.example' } }
    await app.db.teamMember.update({ ...member, data: { sensitiveDataAccess: false } })
    expect(await find()).toBe(0)
    await app.db.teamMember.update({ ...member, data: { sensitiveDataAccess: true } })
  })

  it.each(['666-77-889', '77-8899', '8899', '666-77-88990', '666-77-889%', '666_778899x'])(
    'finds nobody for %j, which is not the whole of it',
    async (search) => {
      expect(await namesFor('owner@summitridge.example', search)).not.toContain('Ours')
    },
  )

  it('tells nothing to who reads the table: two accounts with the same id look like any two', async () => {
    expect(indexes[0]).not.toEqual(indexes[1])
    const { rows } = await app.pool.query(
      'SELECT tax_id_index FROM investor GROUP BY tax_id_index HAVING count(DISTINCT account_id) > 1',
    )
    expect(rows).toEqual([{ tax_id_index: null }])
    const { rowCount } = await app.pool.query(
      'SELECT 1 FROM investor WHERE (tax_id IS NULL) <> (tax_id_index IS NULL)',
    )
    expect(rowCount).toBe(0)
  })
})
