// The demo data: the same each time, and only where there is none.
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest'
import { demoAccounts, demoMembers, demoPassword, seedDemoData } from '../../prisma/seed.ts'
import { investorColumns, parseInvestorRow } from '../../src/investors/import/investor-row.ts'
import { openBankAccountNumber, openTaxId } from '../../src/investors/sensitive-fields.ts'
import { createDb } from '../../src/platform/database/db.ts'
import { createFieldCipher } from '../../src/platform/encryption/field-encryption.ts'
import { createTestDatabase, type TestDatabase } from '../support/database.ts'

const cipher = createFieldCipher(Buffer.alloc(32, 7))
let database: TestDatabase

beforeAll(async () => {
  database = await createTestDatabase()
})
afterEach(async () => {
  await database.db.investor.deleteMany()
  await database.db.teamMember.deleteMany()
  await database.db.account.deleteMany()
})
afterAll(() => database.drop())

const seed = ({ db, pool } = database) =>
  seedDemoData({ db, pool, cipher, hashPassword: async (password) => `hash of ${password}` })

/** What a seeded investor is, without what differs from run to run: ciphertext, and times. */
async function readInvestors() {
  const rows = await database.db.investor.findMany({ orderBy: { id: 'asc' } })
  return rows.map(({ createdAt, ...row }) => ({
    ...row,
    taxId: row.taxId && openTaxId(cipher, row.id, row.taxId),
    bankAccountNumber: row.bankAccountNumber && openBankAccountNumber(cipher, row.id, row.bankAccountNumber),
  }))
}

test('makes the accounts and the five members who can sign in', async () => {
  expect(await seed()).toEqual({ seeded: true })
  const accounts = await database.db.account.findMany({
    orderBy: { name: 'desc' },
    select: { name: true, mfaEnabled: true, _count: { select: { investors: true } } },
  })
  expect(accounts).toEqual([
    { name: 'Summit Ridge Capital', mfaEnabled: false, _count: { investors: 1200 } },
    { name: 'Harbor Point Partners', mfaEnabled: false, _count: { investors: 300 } },
  ])
  const members = await database.db.teamMember.findMany({
    orderBy: { id: 'asc' },
    include: { account: true },
  })
  expect(
    members.map((one) =>
      [
        one.account.name,
        one.email,
        one.role,
        one.sensitiveDataAccess,
        one.emailVerifiedAt !== null,
        one.status,
      ].join(' '),
    ),
  ).toEqual([
    'Summit Ridge Capital owner@summitridge.example SUPER_ADMIN true true ACTIVE',
    'Summit Ridge Capital finance@summitridge.example ADMIN true true ACTIVE',
    'Summit Ridge Capital relations@summitridge.example ADMIN false true ACTIVE',
    'Summit Ridge Capital analyst@summitridge.example VIEWER false false ACTIVE',
    'Harbor Point Partners owner@harborpoint.example SUPER_ADMIN true true ACTIVE',
  ])
  expect(members.map(({ id }) => id)).toEqual(demoMembers.map(({ id }) => id))
  expect(demoPassword).toBe('violet-harbor-quilt-92')
  expect(new Set(members.map(({ passwordHash }) => passwordHash))).toEqual(
    new Set(['hash of violet-harbor-quilt-92']),
  )
})

test('does nothing the second time, or where any account exists', async () => {
  await seed()
  const before = await database.db.investor.findMany({ orderBy: { id: 'asc' } })
  expect(await seed()).toEqual({ seeded: false })
  expect(await database.db.investor.findMany({ orderBy: { id: 'asc' } })).toEqual(before)

  await database.db.investor.deleteMany()
  await database.db.teamMember.deleteMany()
  await database.db.account.deleteMany({ where: { NOT: { name: 'Harbor Point Partners' } } })
  expect(await seed()).toEqual({ seeded: false })
  expect(await database.db.investor.count()).toBe(0)
})

test('two processes at once: one of them seeds', async () => {
  const others = [createDb(database.databaseUrl), createDb(database.databaseUrl)]
  const outcomes = await Promise.all(
    others.map((other) => seedDemoData({ ...other, cipher, hashPassword: async () => 'x' })),
  )
  await Promise.all(others.map(({ close }) => close()))
  expect(outcomes.map(({ seeded }) => seeded).sort()).toEqual([false, true])
  expect(await database.db.investor.count()).toBe(1500)
  expect(await database.db.teamMember.count()).toBe(5)
})

/** What a seeded payment is, without what depends on the day. */
const readDistributions = () =>
  database.db.distribution.findMany({ omit: { paidOn: true, createdAt: true }, orderBy: { id: 'asc' } })

test('makes the same investors and payments every time', async () => {
  await seed()
  const first = [await readInvestors(), await readDistributions()]
  await database.db.investor.deleteMany()
  await database.db.teamMember.deleteMany()
  await database.db.account.deleteMany()
  await seed()
  expect([await readInvestors(), await readDistributions()]).toEqual(first)
})

test('makes investors that the import would accept, with no number that could be anybody’s', async () => {
  await seed()
  const investors = await readInvestors()
  const problems = investors.flatMap((investor) => {
    const cells = investorColumns.map(({ name }) => {
      const field = name.replace(/_(.)/g, (_, letter: string) =>
        letter.toUpperCase(),
      ) as keyof typeof investor
      return [name, String(investor[field] ?? '')]
    })
    const parsed = parseInvestorRow(Object.fromEntries(cells))
    return 'problems' in parsed ? parsed.problems : []
  })
  expect(problems).toEqual([])
  const neverIssued = /^(000|666)-?\d\d-?\d{4}$|^(00|07|08|09|17|18|19|28|29|49|69|70|78|79|89|96|97)-?\d{7}$/
  expect(investors.filter(({ taxId }) => taxId && !neverIssued.test(taxId))).toEqual([])
  expect(investors.filter(({ email }) => email && !email.endsWith('.example'))).toEqual([])
})

test('makes a book with everything in it that an export must get right', async () => {
  await seed()
  const summitRidge = demoAccounts[0].id
  const investors = (await readInvestors()).filter(({ accountId }) => accountId === summitRidge)
  const share = (test: (investor: (typeof investors)[number]) => boolean) =>
    investors.filter(test).length / investors.length
  expect(new Set(investors.map(({ profileType }) => profileType)).size).toBe(5)
  expect(share(({ taxId }) => taxId === null)).toBeGreaterThan(0.02)
  expect(share(({ bankAccountNumber }) => bankAccountNumber === null)).toBeGreaterThan(0.05)
  expect(share(({ taxId }) => taxId?.startsWith('0') ?? false)).toBeGreaterThan(0.3)
  expect(share(({ bankAccountNumber }) => bankAccountNumber?.startsWith('0') ?? false)).toBeGreaterThan(0.03)
  expect(share(({ address }) => address?.includes('\n') ?? false)).toBeGreaterThan(0.9)
  for (const start of ['=', '+', '-', '@'])
    expect(share(({ name }) => name.startsWith(start))).toBeGreaterThan(0)
  for (const part of ['"', ',', '\\', '\t', 'é', 'ñ', '山']) {
    expect(share(({ name }) => name.includes(part))).toBeGreaterThan(0)
  }
})

test('spreads the investors over the past two years', async () => {
  await seed()
  const { _min, _max } = await database.db.investor.aggregate({
    _min: { createdAt: true },
    _max: { createdAt: true },
  })
  const daysAgo = (date: Date | null) => (Date.now() - Number(date)) / 86_400_000
  expect(daysAgo(_min.createdAt)).toBeGreaterThan(700)
  expect(daysAgo(_min.createdAt)).toBeLessThan(731)
  expect(daysAgo(_max.createdAt)).toBeLessThan(30)
  expect(daysAgo(_max.createdAt)).toBeGreaterThanOrEqual(0)
})

test('pays the investors: since they were added, some of them often, for every reason', async () => {
  await seed()
  const paid = await database.db.distribution.findMany({ include: { investor: true } })
  expect(paid.length).toBeGreaterThan(3_000)
  expect(paid.filter(({ accountId, investor }) => accountId !== investor.accountId)).toEqual([])
  const day = (date: Date) => date.toISOString().slice(0, 10)
  expect(paid.filter(({ paidOn, investor }) => day(paidOn) < day(investor.createdAt))).toEqual([])
  expect(paid.filter(({ paidOn }) => paidOn > new Date())).toEqual([])
  expect(new Set(paid.map(({ type }) => type)).size).toBe(5)
  expect(new Set(paid.map(({ investorId }) => investorId)).size).toBeLessThan(paid.length / 2)
  const share = (test: (one: (typeof paid)[number]) => boolean) => paid.filter(test).length / paid.length
  expect(share(({ reference }) => reference === null)).toBeGreaterThan(0.02)
  expect(share(({ currency }) => currency !== 'USD')).toBeGreaterThan(0.05)
  expect(share(({ investor }) => investor.bankAccountNumber === null)).toBeGreaterThan(0.03)
  expect(paid.some(({ amount }) => amount.gt(1_000_000))).toBe(true)
})
