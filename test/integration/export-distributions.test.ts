// Which payments an export of distributions holds, in which order, and what the table refuses.
import { Readable } from 'node:stream'
import { text } from 'node:stream/consumers'
import { parse } from 'csv-parse/sync'
import { afterEach, beforeAll, expect, it } from 'vitest'
import { demoAccounts } from '../../prisma/seed.ts'
import type { ExportFilter } from '../../src/exports/kinds/kind.ts'
import { requestExport } from '../../src/exports/request/request-export.ts'
import { runExport } from '../../src/exports/run/run-export.ts'
import type { CurrentSession } from '../../src/identity/session.ts'
import { openExport } from '../support/exports.ts'
import { asActor } from '../support/services.ts'
import { useServices } from '../support/use-services.ts'

const [foreign, account] = demoAccounts
const services = useServices()
let session: CurrentSession
beforeAll(async () => {
  session = await services.signIn('owner@harborpoint.example')
  await services.db.investor.deleteMany()
  await addPayments(account.id, 'Pine', ['P-2', '2026-03-31'], ['P-1', '2026-01-02'])
  await addPayments(account.id, 'Oak "100%"', ['O-1', '2026-02-14'], ['O-2', '2026-12-31'])
  await addPayments(foreign.id, 'Oak Foreign', ['F-1', '2026-02-14'])
})
afterEach(() => services.db.export.deleteMany())

/** Each payment was added on the day after it was paid. */
async function addPayments(accountId: string, name: string, ...payments: [string, string][]): Promise<void> {
  const { db } = services
  const { id: investorId } = await db.investor.create({ data: { accountId, name, profileType: 'TRUST' } })
  for (const [reference, day] of payments) {
    const paidOn = new Date(`${day}T00:00:00Z`)
    const createdAt = new Date(paidOn.getTime() + 86_400_000)
    const payment = { investment: 'Fund', type: 'PROFIT' as const, amount: '10.50', currency: 'USD' }
    await db.distribution.create({
      data: { accountId, investorId, reference, paidOn, createdAt, ...payment },
    })
  }
}

async function referencesOf(filter: ExportFilter): Promise<string[]> {
  const request = { kind: 'DISTRIBUTIONS', format: 'CSV', filter, idempotencyKey: null } as const
  const { id } = await requestExport(services, asActor(session), request)
  await runExport(services, { exportId: id }, new AbortController().signal)
  const content = await openExport(services, session, id)
  const rows = parse(await text(Readable.from(content ?? [])), { columns: true })
  return (rows as { reference: string }[]).map(({ reference }) => reference)
}

const moment = (day: string) => new Date(`${day}T00:00:00Z`)

it.each([
  // Sorted by investor, then by day.
  [{}, ['O-1', 'O-2', 'P-1', 'P-2']],
  [{ search: 'oak' }, ['O-1', 'O-2']],
  [{ search: '00%' }, ['O-1', 'O-2']],
  [{ search: 'Oa' }, ['O-1', 'O-2']],
  [{ search: '%' }, []],
  [{ search: "' OR true --" }, []],
  // Days of payment: both ends are included.
  [{ paidFrom: '2026-02-14' }, ['O-1', 'O-2', 'P-2']],
  [{ paidTo: '2026-02-14' }, ['O-1', 'P-1']],
  [{ paidFrom: '2026-01-03', paidTo: '2026-03-31', search: 'pine' }, ['P-2']],
  [{ paidFrom: '2026-03-01', paidTo: '2026-02-01' }, []],
  // Times of creation: neither end is included.
  [{ createdAfter: moment('2026-02-15') }, ['O-2', 'P-2']],
  [{ createdBefore: moment('2026-02-15') }, ['P-1']],
  [{ createdAfter: moment('2026-02-14'), paidTo: '2026-03-31' }, ['O-1', 'P-2']],
])('of the filter %j holds %j', async (filter, references) => {
  expect(await referencesOf(filter)).toEqual(references)
})

it('another input with the same key is another export: the days are part of it', async () => {
  const request = { kind: 'DISTRIBUTIONS', format: 'CSV', idempotencyKey: 'key' } as const
  const ask = (filter: ExportFilter) => requestExport(services, asActor(session), { ...request, filter })
  const first = await ask({ paidFrom: '2026-01-01' })
  expect((await ask({ paidFrom: '2026-01-01' })).id).toBe(first.id)
  await expect(ask({ paidFrom: '2026-01-02' })).rejects.toThrow('This idempotency key was used')
})

it.each([
  ['nothing', { amount: '0' }],
  ['less than nothing', { amount: '-1' }],
  ['no number', { amount: 'NaN' }],
  ['no currency', { currency: 'us$' }],
])('the table refuses a payment of %s', async (_what, wrong) => {
  const { id: investorId } = await services.db.investor.findFirstOrThrow({ where: { name: 'Pine' } })
  const payment = { amount: '1', currency: 'USD', ...wrong }
  await expect(
    services.pool.query(
      `INSERT INTO distribution (id, account_id, investor_id, investment, type, paid_on, amount, currency)
       VALUES (gen_random_uuid(), $1, $2, 'Fund', 'PROFIT', now(), $3, $4)`,
      [account.id, investorId, payment.amount, payment.currency],
    ),
  ).rejects.toThrow('violates check constraint')
})

it("the table refuses a payment to another account's investor", async () => {
  const { id } = await services.db.investor.findFirstOrThrow({ where: { accountId: foreign.id } })
  await expect(
    services.pool.query(
      `INSERT INTO distribution (id, account_id, investor_id, investment, type, paid_on, amount, currency)
       VALUES (gen_random_uuid(), $1, $2, 'Fund', 'PROFIT', now(), 1, 'USD')`,
      [account.id, id],
    ),
  ).rejects.toThrow('violates foreign key constraint')
})
