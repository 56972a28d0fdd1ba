// What is deleted of each table, after how long, and what is kept.
import { beforeEach, describe, expect, it } from 'vitest'
import { Prisma } from '../../src/generated/prisma/client.ts'
import type { Db } from '../../src/platform/database/db.ts'
import { runSweep, runSweeps, type Sweep } from '../../src/platform/database/sweep.ts'
import { retention, sweeps } from '../../src/sweeps.ts'
import { startTestApp } from '../support/app.ts'
import { memberId } from '../support/services.ts'
import { until } from '../support/until.ts'
import { useServices } from '../support/use-services.ts'

type Case = {
  /** Adds so many rows, `$1`, of the member `$2`. */
  add: string
  /** What makes a row one that is deleted, and one that is kept. */
  over: string[]
  kept: string[]
}

const hours = (count: number) => `interval '${count} hours'`
const day = hours(24)
const minute = `interval '1 minute'`
const bytes = `uuid_send(gen_random_uuid())`

const cases: Record<string, Case> = {
  session: {
    add: `INSERT INTO session (id, team_member_id, token_hash, expires_at)
          SELECT gen_random_uuid(), $2::uuid, ${bytes}, now() FROM generate_series(1, $1::int)`,
    over: [`expires_at = now() - ${day}, last_seen_at = now() - ${hours(12)}`],
    kept: [
      `expires_at = now() - ${day} + ${minute}, last_seen_at = now() - ${day}`,
      `expires_at = now() - ${hours(48)}, last_seen_at = now() - ${hours(12)} + ${minute}`,
      // Idle for too long, so it has ended; its other end is still to come.
      `expires_at = now() + ${minute}, last_seen_at = now() - ${hours(100)}`,
    ],
  },
  challenge: {
    add: `INSERT INTO challenge (id, team_member_id, purpose, email, code_hash, code_expires_at, expires_at)
          SELECT gen_random_uuid(), $2::uuid, 'SIGN_IN', 'a@example.com', ${bytes}, now(), now()
          FROM generate_series(1, $1::int)`,
    over: [`expires_at = now() - ${day}`, `expires_at = now() - ${day}, consumed_at = now() - ${day}`],
    kept: [
      `expires_at = now() - ${day} + ${minute}`,
      `expires_at = now() - ${day} + ${minute}, consumed_at = now() - ${day}, attempts = 10`,
      `expires_at = now() + ${minute}, consumed_at = now()`,
    ],
  },
  mailed_link: {
    add: `INSERT INTO mailed_link (id, team_member_id, purpose, email, token_hash, expires_at)
          SELECT gen_random_uuid(), $2::uuid, 'NOT_ME', 'a@example.com', ${bytes}, now()
          FROM generate_series(1, $1::int)`,
    over: [`expires_at = now()`, `expires_at = now(), used_at = now() - ${day}`],
    kept: [`expires_at = now() + ${minute}`, `expires_at = now() + ${minute}, used_at = now() - ${day}`],
  },
  security_notice: {
    add: `INSERT INTO security_notice (id, team_member_id, email, kind, subject, happened, expires_at)
          SELECT gen_random_uuid(), $2::uuid, 'a@example.com', 'lockout', 'Subject', 'Happened', now()
          FROM generate_series(1, $1::int)`,
    over: [`expires_at = now() - ${day}`, `expires_at = now() - ${day}, finished_at = now() - ${day}`],
    kept: [`expires_at = now() - ${day} + ${minute}, finished_at = now() - ${day}`],
  },
  trusted_device: {
    add: `INSERT INTO trusted_device (id, team_member_id, token_hash, expires_at)
          SELECT gen_random_uuid(), $2::uuid, ${bytes}, now() FROM generate_series(1, $1::int)`,
    over: [`expires_at = now()`],
    kept: [`expires_at = now() + ${minute}`],
  },
  download_ticket: {
    add: `WITH owned AS (
            INSERT INTO export (id, account_id, owner_id, kind, format)
            SELECT gen_random_uuid(), account_id, id, 'TAX_INFORMATION', 'CSV' FROM team_member WHERE id = $2::uuid
            RETURNING id
          ), signed_in AS (
            INSERT INTO session (id, team_member_id, token_hash, expires_at)
            VALUES (gen_random_uuid(), $2::uuid, ${bytes}, now() + ${day}) RETURNING id
          )
          INSERT INTO download_ticket (id, export_id, session_id, token_hash, expires_at)
          SELECT gen_random_uuid(), owned.id, signed_in.id, ${bytes}, now()
          FROM owned, signed_in, generate_series(1, $1::int)`,
    over: [`expires_at = now() - ${day}`, `expires_at = now() - ${day}, used_at = now() - ${day}`],
    kept: [
      `expires_at = now() - ${day} + ${minute}`,
      `expires_at = now() - ${day} + ${minute}, used_at = now() - ${day}`,
    ],
  },
  deleted_export: {
    add: `INSERT INTO deleted_export (id, owner_id, requested_at, files_left)
          SELECT gen_random_uuid(), $2::uuid, now(), false FROM generate_series(1, $1::int)`,
    over: [`requested_at = now() - ${hours(1)}`, `requested_at = now() - ${day}, idempotency_key = 'key'`],
    kept: [
      `requested_at = now() - ${hours(1)} + ${minute}`,
      `requested_at = now() - ${day} + ${minute}, idempotency_key = 'key'`,
      `requested_at = now() - ${hours(1000)}, files_left = true`,
    ],
  },
  notification: {
    add: `INSERT INTO notification (id, team_member_id, sequence, revision, kind, title, body)
          SELECT gen_random_uuid(), $2::uuid, n, n, 'SECURITY', 'title', ''
          FROM (SELECT n + (SELECT coalesce(max(revision), 0) FROM notification) AS n
                FROM generate_series(1, $1::int) AS n) AS numbers`,
    over: [
      `created_at = now() - interval '90 days'`,
      `created_at = now() - interval '90 days', read_at = now()`,
    ],
    kept: [`created_at = now() - interval '90 days' + ${minute}`],
  },
  rate_limit: {
    add: `INSERT INTO rate_limit (key, points, resets_at)
          SELECT gen_random_uuid()::text, 9, now() FROM generate_series(1, $1::int)`,
    over: [`resets_at = now()`],
    kept: [`resets_at = now() + ${minute}`],
  },
}

const member = memberId('owner@summitridge.example')

const services = useServices()
beforeEach(async () => {
  await services.pool.query('DELETE FROM export')
  for (const { table } of sweeps) await services.pool.query(`DELETE FROM ${table}`)
})

/** Adds rows and makes them what `set` says. Returns their keys. */
async function add({ table, key }: Sweep, set: string, count = 1): Promise<string[]> {
  const before = await keysOf(table, key)
  await services.pool.query(
    requireCase(table).add.replaceAll('$1', `'${count}'`).replaceAll('$2', `'${member}'`),
  )
  const added = (await keysOf(table, key)).filter((one) => !before.includes(one))
  await services.pool.query(`UPDATE ${table} SET ${set} WHERE ${key}::text = ANY($1)`, [added])
  return added
}

async function keysOf(table: string, key: string): Promise<string[]> {
  const { rows } = await services.pool.query<{ key: string }>(
    `SELECT ${key}::text AS key FROM ${table} ORDER BY 1`,
  )
  return rows.map((row) => row.key)
}

function requireCase(table: string): Case {
  const found = cases[table]
  if (!found) throw new Error(`${table} has a sweep and no rows to test it with: add them to this test`)
  return found
}

const bySweep = sweeps.map((sweep) => [sweep.table, sweep] as const)

describe.each(bySweep)('the sweep of %s', (table, sweep) => {
  const { over, kept } = requireCase(table)

  it('deletes the rows whose time has come, and none a minute younger', async () => {
    for (const set of over) await add(sweep, set)
    const younger: string[] = []
    for (const set of kept) younger.push(...(await add(sweep, set)))
    expect(await runSweep(services.db, sweep)).toBe(over.length)
    expect(await keysOf(table, sweep.key)).toEqual(younger.sort())
    expect(await runSweep(services.db, sweep)).toBe(0)
  })

  it('deletes each row once, though two workers do it at once', async () => {
    await add(sweep, over[0] ?? '', 2_500)
    const younger = await add(sweep, kept[0] ?? '', 3)
    const counts = await Promise.all([runSweep(services.db, sweep), runSweep(services.db, sweep)])
    // A sweep skips rows that the other has locked. The next sweep finds what is left.
    counts.push(await runSweep(services.db, sweep))
    expect(counts.reduce((sum, count) => sum + count)).toBe(2_500)
    expect(await keysOf(table, sweep.key)).toEqual(younger.sort())
  })

  it('waits for no row that someone else has locked', async () => {
    const [locked] = await add(sweep, over[0] ?? '')
    await add(sweep, over[0] ?? '')
    const client = await services.pool.connect()
    try {
      await client.query('BEGIN')
      await client.query(`SELECT FROM ${table} WHERE ${sweep.key}::text = $1 FOR UPDATE`, [locked])
      expect(await runSweep(services.db, sweep)).toBe(1)
    } finally {
      await client.query('ROLLBACK')
      client.release()
    }
    expect(await keysOf(table, sweep.key)).toEqual([locked])
  })

  it('reads an index, not the table', async () => {
    await add(sweep, kept[0] ?? '', 5_000)
    await services.pool.query(`ANALYZE ${table}`)
    const plan = await explain(sweep)
    expect(plan).toMatch(new RegExp(`Index Scan using ${table}_${sweep.time}_idx`))
    expect(plan).not.toContain('Seq Scan')
  })
})

/** The plan of the statement that a sweep sends. */
async function explain(sweep: Sweep): Promise<string> {
  const lines: string[] = []
  const explaining = {
    async $executeRaw(strings: TemplateStringsArray, ...values: Prisma.Sql[]) {
      const statement = Prisma.sql(strings, ...values)
      const rows = await services.db.$queryRaw<{ 'QUERY PLAN': string }[]>`EXPLAIN ${statement}`
      lines.push(...rows.map((row) => row['QUERY PLAN']))
      return 0
    },
  }
  await runSweep(explaining as unknown as Db, sweep)
  return lines.join('\n')
}

it('knows every table of the database, and what becomes of every row that has an end', async () => {
  const { rows } = await services.pool.query<{ table: string; columns: string[] }>(`
    SELECT table_name AS table, array_agg(column_name::text) AS columns FROM information_schema.columns
    WHERE table_schema = 'public' AND table_name <> '_prisma_migrations' GROUP BY 1`)
  const rules = new Map(Object.entries(retention).map(([model, rule]) => [tableOf(model), rule]))
  expect([...rules.keys()].sort()).toEqual(rows.map(({ table }) => table).sort())
  const ending = rows.filter(({ columns }) =>
    columns.some((column) => /^(expires|used|consumed|resets)_at$/.test(column)),
  )
  expect(ending.map(({ table }) => table)).toContain('session')
  for (const { table } of ending) {
    expect(rules.get(table), table).toEqual(
      table === 'export'
        ? { keptBecause: expect.stringContaining('EXPIRED') }
        : expect.objectContaining({ table }),
    )
  }
})

const tableOf = (model: string) =>
  model.replaceAll(/(?<=[a-z])[A-Z]/g, (letter) => `_${letter}`).toLowerCase()

it('deletes the tickets of a session before the session', () => {
  const order = sweeps.map(({ table }) => table)
  expect(order.indexOf('download_ticket')).toBeLessThan(order.indexOf('session'))
})

it('goes on to the next table when one fails, and says so', async () => {
  const [first] = sweeps
  if (!first) throw new Error('There is no sweep')
  await add(first, requireCase(first.table).over[0] ?? '')
  await runSweeps(services, [{ ...first, table: 'no_such_table' }, first], new AbortController().signal)
  expect(await keysOf(first.table, first.key)).toEqual([])
  expect(services.logs.join('')).toContain('no_such_table')
})

it('stops between two batches when the worker stops', async () => {
  const sweep = sweeps.find(({ table }) => table === 'rate_limit')
  if (!sweep) throw new Error('There is no such sweep')
  await add(sweep, `resets_at = now()`, 2_500)
  const stop = new AbortController()
  const stopping = {
    $executeRaw: async (strings: TemplateStringsArray, ...values: Prisma.Sql[]) => {
      stop.abort()
      return services.db.$executeRaw(strings, ...values)
    },
  }
  expect(await runSweep(stopping as unknown as Db, sweep, stop.signal)).toBe(1_000)
  expect(await services.db.rateLimit.count()).toBe(1_500)
})

it('is what a worker does by itself, with every table', async () => {
  for (const sweep of sweeps) for (const set of requireCase(sweep.table).over) await add(sweep, set)
  const count = async () => {
    const keys = await Promise.all(sweeps.map(({ table, key }) => keysOf(table, key)))
    return Object.fromEntries(sweeps.map(({ table }, index) => [table, keys[index]?.length]))
  }
  expect(Object.values(await count())).not.toContain(0)
  const worker = await startTestApp({ role: 'worker' }, services.database)
  try {
    // The tickets of the test were made in a session that goes on.
    await until(async () =>
      expect(await count()).toEqual({
        ...Object.fromEntries(sweeps.map(({ table }) => [table, 0])),
        session: 2,
      }),
    )
  } finally {
    await worker.stop()
  }
})
