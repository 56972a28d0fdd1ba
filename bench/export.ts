// Exports: rows a second beside COPY and beside Prisma, and the worker's memory at three sizes.
import { fork } from 'node:child_process'
import { randomBytes } from 'node:crypto'
import { chmod, mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import type { Pool } from 'pg'
import { makeDemoInvestors } from '../prisma/demo-investors.ts'
import { createDatabaseOnce, startEmbeddedPostgres } from '../src/dev/embedded-postgres.ts'
import { insertStagedInvestors, type NewInvestor, stageInvestors } from '../src/investors/write-investors.ts'
import { createDb } from '../src/platform/db.ts'
import { createFieldCipher } from '../src/platform/field-encryption.ts'
import { applyMigrations } from '../src/platform/migrate.ts'
import { inTransaction } from '../src/platform/transaction.ts'
import { createUuid } from '../src/platform/uuid.ts'
import type { Measured, Way, Work } from './export-worker.ts'

const settings = { fsync: 'off', synchronous_commit: 'off', full_page_writes: 'off', max_wal_size: '4GB' }
const encryptionKey = randomBytes(32)
const say = (text: string) => process.stdout.write(`${text}\n`)

export async function benchExport({ rows, rounds }: { rows: number; rounds: number }): Promise<void> {
  const dataDir = await mkdtemp(join(tmpdir(), 'vestibule-bench-'))
  await chmod(dataDir, 0o711)
  const postgres = await startEmbeddedPostgres(dataDir, settings)
  try {
    await createDatabaseOnce(postgres, 'bench')
    const databaseUrl = postgres.urlOf('bench')
    await applyMigrations(databaseUrl)
    const sizes = [rows / 100, rows / 10, rows].map(Math.round)
    const accounts = await makeAccounts(databaseUrl, sizes)
    const measure = (way: Way, size: number) => {
      const account = accounts.get(size)
      if (!account) throw new Error(`No account has ${size} investors`)
      return runWorker({ way, databaseUrl, filesDir: join(dataDir, 'files'), ...account })
    }
    await compareSpeed(measure, sizes, rounds)
    await compareMemory(measure, sizes)
  } finally {
    await postgres.stop()
    await Promise.all([dataDir, postgres.dataDir].map((dir) => rm(dir, { recursive: true, force: true })))
  }
}

type Account = { accountId: string; ownerId: string; encryptionKey: string }
type Measure = (way: Way, size: number) => Promise<Measured>

/** An account of each size, with the same kind of investors as the demo's. */
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
  const [accountId, ownerId] = [createUuid(), createUuid()]
  function* investors(): Generator<NewInvestor> {
    let fileRow = 0
    for (const { ageDays, ...investor } of makeDemoInvestors(size, 'B', size)) {
      fileRow += 1
      yield { ...investor, id: createUuid(), accountId, fileRow }
    }
  }
  await inTransaction(pool, async (client) => {
    await client.query('INSERT INTO account (id, name) VALUES ($1, $2)', [accountId, `of ${size}`])
    await client.query(
      `INSERT INTO team_member (id, account_id, name, email, role, sensitive_data_access, status)
       VALUES ($1, $2, 'Owner', $3, 'SUPER_ADMIN', true, 'ACTIVE')`,
      [ownerId, accountId, `owner@${size}.example`],
    )
    await stageInvestors(client, createFieldCipher(encryptionKey), investors())
    await insertStagedInvestors(client)
  })
  return { accountId, ownerId, encryptionKey: encryptionKey.toString('base64') }
}

/** Each measurement has a process of its own: memory is its own, and nothing is warm from another. */
function runWorker(work: Work): Promise<Measured> {
  const child = fork(fileURLToPath(new URL('export-worker.ts', import.meta.url)), { stdio: 'inherit' })
  child.send(work)
  return new Promise((resolve, reject) => {
    child.once('message', (measured) => resolve(measured as Measured))
    child.once('exit', (code) => code !== 0 && reject(new Error(`${work.way} ended with ${code}`)))
  })
}

const exported = ['CSV', 'JSONL', 'XLSX'] as const

async function compareSpeed(measure: Measure, sizes: number[], rounds: number): Promise<void> {
  const [, middle = 0, largest = 0] = sizes
  const ways: Way[] = ['COPY', ...exported, 'Prisma pages']
  const rates = new Map<Way, number[]>(ways.map((way) => [way, []]))
  for (let round = 1; round <= rounds; round++) {
    say(`Round ${round} of ${rounds} …`)
    // Turn by turn, so that what else the machine does meets all of them.
    for (const way of ways) {
      const size = way === 'Prisma pages' ? middle : largest
      rates.get(way)?.push(size / (await measure(way, size)).seconds)
    }
  }
  const median = (way: Way) => rates.get(way)?.toSorted((a, b) => a - b)[Math.floor(rounds / 2)] ?? 0
  say(
    `\nBanking and tax information of ${largest.toLocaleString('en-US')} investors, medians of ${rounds}.\n`,
  )
  say('| what | rows/s | to COPY | to Prisma pages |\n|---|---:|---:|---:|')
  for (const way of ways) {
    const [toCopy, toPages] = [median(way) / median('COPY'), median(way) / median('Prisma pages')]
    say(`| ${way} | ${rate(median(way))} | ${toCopy.toFixed(2)} | ${toPages.toFixed(1)} |`)
  }
  say(
    '\nCOPY: `COPY (…) TO STDOUT` of the same rows through pg, which is what `\\copy` of psql sends. Prisma pages: of',
  )
  say(
    `1,000 rows, by cursor, as JSON; ${middle.toLocaleString('en-US')} rows. Neither decrypts, encrypts or stores anything.`,
  )
}

async function compareMemory(measure: Measure, sizes: number[]): Promise<void> {
  say("\nThe worker's memory (MB of resident set: before, and at most), and rows/s.\n")
  say(
    `| what | ${sizes.map((size) => size.toLocaleString('en-US')).join(' | ')} |\n|---|${'---:|'.repeat(sizes.length)}`,
  )
  for (const way of exported) {
    const cells: string[] = []
    for (const size of sizes) {
      const { seconds, rssBefore, rssMost } = await measure(way, size)
      cells.push(`${rssBefore} → ${rssMost} MB, ${rate(size / seconds)}/s`)
    }
    say(`| ${way} | ${cells.join(' | ')} |`)
  }
}

const rate = (rowsPerSecond: number) => Math.round(rowsPerSecond).toLocaleString('en-US')
