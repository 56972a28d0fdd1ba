// The demo: two accounts with their teams, investors and distributions. The first start outside production adds it.
import type { Pool, PoolClient } from 'pg'
import {
  insertStagedInvestors,
  type NewInvestor,
  stageInvestors,
} from '../src/investors/import/write-investors.ts'
import type { Db } from '../src/platform/database/db.ts'
import { inTransaction } from '../src/platform/database/transaction.ts'
import type { FieldCipher } from '../src/platform/encryption/field-encryption.ts'
import { makeDemoDistributions } from './demo-distributions.ts'
import { type DemoInvestor, makeDemoInvestors } from './demo-investors.ts'

/** The password of every demo member. */
export const demoPassword = 'violet-harbor-quilt-92'

const summitRidge = '01970000-0000-7000-8000-000000000001'
const harborPoint = '01970000-0000-7000-8000-000000000002'

/** The two accounts. `number` seeds their investors and is part of the investors' ids. */
export const demoAccounts = [
  { id: summitRidge, number: 1, name: 'Summit Ridge Capital', externalIdPrefix: 'SR', investors: 1200 },
  { id: harborPoint, number: 2, name: 'Harbor Point Partners', externalIdPrefix: 'HP', investors: 300 },
] as const

const member = (accountId: string, number: number, name: string, email: string) => ({
  id: `01970000-0000-7000-8001-${String(number).padStart(12, '0')}`,
  accountId,
  name,
  email,
  role: 'ADMIN' as 'SUPER_ADMIN' | 'ADMIN' | 'VIEWER',
  sensitiveDataAccess: true,
  emailVerified: true,
})

/** The five people who can sign in, all of them active. */
export const demoMembers = [
  { ...member(summitRidge, 1, 'Margaret Okafor', 'owner@summitridge.example'), role: 'SUPER_ADMIN' as const },
  member(summitRidge, 2, 'Daniel Whitfield', 'finance@summitridge.example'),
  { ...member(summitRidge, 3, 'Inês Carvalho', 'relations@summitridge.example'), sensitiveDataAccess: false },
  {
    ...member(summitRidge, 4, 'Tomasz Zieliński', 'analyst@summitridge.example'),
    role: 'VIEWER' as const,
    sensitiveDataAccess: false,
    emailVerified: false,
  },
  {
    ...member(harborPoint, 5, 'Ruth Castellanos', 'owner@harborpoint.example'),
    role: 'SUPER_ADMIN' as const,
  },
]

/** The advisory lock of seeding. Any number works if every process uses the same. */
const seedLock = 4_715_202

const dayMs = 86_400_000

/**
 * Fills an empty database with the demo. Does nothing when an account exists. If several processes start together, one of
 * them does it.
 */
export async function seedDemoData(input: {
  db: Db
  pool: Pool
  cipher: FieldCipher
  hashPassword: (password: string) => Promise<string>
}): Promise<{ seeded: boolean }> {
  // Checked before the lock, so that an ordinary start hashes no passwords and does not wait.
  if ((await input.db.account.count()) > 0) return { seeded: false }
  const passwordHashes = await Promise.all(demoMembers.map(() => input.hashPassword(demoPassword)))
  return inTransaction(input.pool, async (client) => {
    await client.query('SELECT pg_advisory_xact_lock($1)', [seedLock])
    const { rowCount } = await client.query('SELECT 1 FROM account LIMIT 1')
    if (rowCount !== 0) return { seeded: false }
    await insertAccounts(client)
    await insertMembers(client, passwordHashes)
    await stageInvestors(client, input.cipher, makeInvestors(await readNow(client)))
    await insertStagedInvestors(client)
    await insertDistributions(client)
    return { seeded: true }
  })
}

async function insertAccounts(client: PoolClient): Promise<void> {
  for (const { id, name } of demoAccounts) {
    await client.query(
      `INSERT INTO account (id, name, created_at) VALUES ($1, $2, now() - interval '2 years')`,
      [id, name],
    )
  }
}

async function insertMembers(client: PoolClient, passwordHashes: string[]): Promise<void> {
  for (const [index, person] of demoMembers.entries()) {
    const { id, accountId, name, email, role, sensitiveDataAccess, emailVerified } = person
    await client.query(
      `INSERT INTO team_member (id, account_id, name, email, password_hash, role, sensitive_data_access, status,
         created_at, email_verified_at)
       VALUES ($1, $2, $3, $4, $5, $6, $7, 'ACTIVE', now() - interval '2 years',
         CASE WHEN $8 THEN now() - interval '23 months' END)`,
      [id, accountId, name, email, passwordHashes[index], role, sensitiveDataAccess, emailVerified],
    )
  }
}

async function readNow(client: PoolClient): Promise<Date> {
  const { rows } = await client.query<{ now: Date }>('SELECT now() AS now')
  return rows[0]?.now ?? new Date()
}

/** An account's investors, with the same ids every time. */
function* listInvestors({
  number,
  externalIdPrefix,
  investors,
}: (typeof demoAccounts)[number]): Generator<DemoInvestor & { id: string; fileRow: number }> {
  let fileRow = 0
  for (const investor of makeDemoInvestors(number, externalIdPrefix, investors)) {
    fileRow += 1
    yield { ...investor, id: demoId(number, '8002', fileRow), fileRow }
  }
}

const demoId = (account: number, kind: string, n: number): string =>
  `01970000-000${account}-7000-${kind}-${String(n).padStart(12, '0')}`

function* makeInvestors(now: Date): Generator<NewInvestor> {
  for (const account of demoAccounts) {
    for (const { ageDays, ...investor } of listInvestors(account)) {
      yield { ...investor, accountId: account.id, createdAt: new Date(now.getTime() - ageDays * dayMs) }
    }
  }
}

async function insertDistributions(client: PoolClient): Promise<void> {
  for (const account of demoAccounts) {
    const { number, externalIdPrefix } = account
    const made = makeDemoDistributions(number, externalIdPrefix, listInvestors(account))
    const rows = Array.from(made, ({ investor, ...distribution }, index) => ({
      ...distribution,
      id: demoId(number, '8003', index + 1),
      investorId: investor.id,
    }))
    await client.query(
      `INSERT INTO distribution (id, account_id, investor_id, reference, investment, type, paid_on, amount, currency,
         created_at)
       SELECT id, $1, "investorId", reference, investment, type, current_date - "ageDays", amount, currency,
         now() - "ageDays" * interval '1 day'
       FROM json_to_recordset($2) AS made(id uuid, "investorId" uuid, reference text, investment text,
         type distribution_type, "ageDays" int, amount numeric, currency text)`,
      [account.id, JSON.stringify(rows)],
    )
  }
}
