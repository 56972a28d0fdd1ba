// Measures exports: rows a second compared with COPY and Prisma, and the worker's memory at three sizes.
import { fork } from 'node:child_process'
import { randomBytes } from 'node:crypto'
import { fileURLToPath } from 'node:url'
import type { Pool } from 'pg'
import { makeDemoInvestors } from '../prisma/demo-investors.ts'
import {
  insertStagedInvestors,
  type NewInvestor,
  stageInvestors,
} from '../src/investors/import/write-investors.ts'
import { createDb } from '../src/platform/database/db.ts'
import { inTransaction } from '../src/platform/database/transaction.ts'
import { createUuid } from '../src/platform/database/uuid.ts'
import { createFieldCipher } from '../src/platform/encryption/field-encryption.ts'
import type { Measured, Way, Work } from './export-worker.ts'
import { addAccount, type ScratchDatabase, withScratchDatabase } from './scratch-database.ts'
import { measureWorker } from './worker-memory.ts'

const encryptionKey = randomBytes(32)
const say = (text: string) => process.stdout.write(`${text}\n`)

export const benchExport = ({ rows, rounds }: { rows: number; rounds: number }): Promise<void> =>
  withScratchDatabase(async ({ databaseUrl, filesDir }) => {
    const sizes = [rows / 100, rows / 10, rows].map(Math.round)
    const accounts = await makeAccounts(databaseUrl, sizes)
    const plain = await makePlainAccount(databaseUrl, accountOf(accounts, rows))
    await compareExports({ databaseUrl, filesDir }, accounts, plain, rounds)
  })

export async function compareExports(
  scratch: ScratchDatabase,
  accounts: Map<number, Account>,
  plain: Account,
  rounds: number,
): Promise<void> {
  const [, middle = 0, largest = 0] = accounts.keys()
  const all = { size: largest, account: accountOf(accounts, largest) }
  const contestants: Contestant[] = [
    ...(['COPY', 'CSV', 'JSONL', 'XLSX'] as const).map((way) => ({ name: way, way, ...all })),
    { name: 'Prisma pages', way: 'Prisma pages', size: middle, account: accountOf(accounts, middle) },
    { name: 'COPY, plain', way: 'COPY', size: largest, account: plain },
    { name: 'CSV, plain', way: 'CSV', size: largest, account: plain },
  ]
  await compareSpeed(scratch, contestants, rounds)
  await compareMemory(scratch, accounts)
}

type Contestant = { name: string; way: Way; size: number; account: Account }

function accountOf(accounts: Map<number, Account>, size: number): Account {
  const account = accounts.get(size)
  if (!account) throw new Error(`No account has ${size} investors`)
  return account
}

type Account = { accountId: string; ownerId: string; encryptionKey: string }

/** Makes an account of each size, with investors like the demo's. */
async function makeAccounts(databaseUrl: string, sizes: number[]): Promise<Map<number, Account>> {
  const { pool, close } = createDb(databaseUrl)
  const accounts = new Map<number, Account>()
  for (const size of sizes) {
    say(`Making ${size.toLocaleString('en-US')} investors …`)
    accounts.set(size, await makeAccount(pool, size))
  }
  await pool.query('VACUUM ANALYZE investor')
  await close()
  return accounts
}

async function makeAccount(pool: Pool, size: number): Promise<Account> {
  return inTransaction(pool, async (client) => {
    const added = await addAccount(client, `of ${size}`)
    const investors = makeInvestors(added.accountId, size)
    await stageInvestors(client, createFieldCipher(encryptionKey), investors)
    await insertStagedInvestors(client)
    return { ...added, encryptionKey: encryptionKey.toString('base64') }
  })
}

function* makeInvestors(accountId: string, count: number): Generator<NewInvestor> {
  let fileRow = 0
  for (const { ageDays, ...investor } of makeDemoInvestors(count, 'B', count)) {
    fileRow += 1
    yield { ...investor, id: createUuid(), accountId, fileRow }
  }
}

/** Copies the investors without Tax IDs and account numbers, so that an export has nothing to decrypt. */
async function makePlainAccount(
  databaseUrl: string,
  { accountId, encryptionKey }: Account,
): Promise<Account> {
  say('Making as many without sensitive values …')
  const { pool, close } = createDb(databaseUrl)
  const added = await inTransaction(pool, async (client) => {
    const to = await addAccount(client, 'plain')
    await client.query(
      `INSERT INTO investor (id, account_id, external_id, name, email, profile_type, address, bank_name,
                             bank_account_type, bank_routing_number)
       SELECT gen_random_uuid(), $1, external_id, name, email, profile_type, address, bank_name, bank_account_type,
              bank_routing_number FROM investor WHERE account_id = $2`,
      [to.accountId, accountId],
    )
    return to
  })
  await pool.query('VACUUM ANALYZE investor')
  await close()
  return { ...added, encryptionKey }
}

/** Runs each measurement in its own process, so that no cache is warm from another. */
function runWorker(work: Work): Promise<Measured> {
  const child = fork(fileURLToPath(new URL('export-worker.ts', import.meta.url)), { stdio: 'inherit' })
  child.send(work)
  return new Promise((resolve, reject) => {
    child.once('message', (measured) => resolve(measured as Measured))
    child.once('exit', (code) => code !== 0 && reject(new Error(`${work.way} ended with ${code}`)))
  })
}

async function compareSpeed(
  scratch: ScratchDatabase,
  contestants: Contestant[],
  rounds: number,
): Promise<void> {
  const rates = new Map<string, number[]>(contestants.map(({ name }) => [name, []]))
  for (let round = 1; round <= rounds; round++) {
    say(`Round ${round} of ${rounds} …`)
    // In turns, so that other load of the machine affects all contestants.
    for (const { name, way, size, account } of contestants) {
      rates.get(name)?.push(size / (await runWorker({ way, ...scratch, ...account })).seconds)
    }
  }
  const median = (name: string) => rates.get(name)?.toSorted((a, b) => a - b)[Math.floor(rounds / 2)] ?? 0
  const rows = contestants[0]?.size.toLocaleString('en-US')
  say(`\nBanking and tax information of ${rows} investors, medians of ${rounds}.\n`)
  say('| what | rows/s | to COPY | to Prisma pages |\n|---|---:|---:|---:|')
  for (const { name } of contestants) {
    const peer = name.endsWith('plain') ? 'COPY, plain' : 'COPY'
    const [toCopy, toPages] = [median(name) / median(peer), median(name) / median('Prisma pages')]
    say(`| ${name} | ${rate(median(name))} | ${toCopy.toFixed(2)} | ${toPages.toFixed(1)} |`)
  }
  say(
    '\nCOPY: `COPY (…) TO STDOUT` of the same rows, like `\\copy` of psql. Prisma pages: 1,000 rows each, by cursor, as\n' +
      'JSON, for a tenth of the rows. Neither decrypts, encrypts or stores anything. Plain: the same investors without\n' +
      'Tax IDs and account numbers, so that there is nothing to decrypt.',
  )
}

async function compareMemory(scratch: ScratchDatabase, accounts: Map<number, Account>): Promise<void> {
  say('\nResident memory of a worker (ROLE=worker) in MB: at rest → the maximum while it makes one export.\n')
  const sizes = [...accounts.keys()].map((size) => size.toLocaleString('en-US'))
  say(`| what | ${sizes.join(' | ')} |\n|---|${'---:|'.repeat(sizes.length)}`)
  for (const format of ['CSV', 'JSONL', 'XLSX'] as const) {
    const cells: string[] = []
    for (const account of accounts.values()) {
      const { atRest, most } = await measureWorker({ format, ...scratch, ...account })
      cells.push(`${atRest} → ${most}`)
    }
    say(`| ${format} | ${cells.join(' | ')} |`)
  }
}

const rate = (rowsPerSecond: number) => Math.round(rowsPerSecond).toLocaleString('en-US')
