// People of a test's own, beside those of the demo, and what became of them.
import { randomUUID } from 'node:crypto'
import { expect } from 'vitest'
import type { TestApp } from './app.ts'
import { owner } from './sign-in-steps.ts'

export type Person = { id: string; email: string }

let people = 0

/** Adds a colleague of a demo member, with the demo password. Each has an address of their own. */
export async function addPerson(
  { db }: Pick<TestApp, 'db'>,
  options: { verified?: boolean; status?: 'INVITED' | 'ACTIVE' | 'DEACTIVATED'; colleagueOf?: string } = {},
): Promise<Person> {
  const { verified = true, status = 'ACTIVE', colleagueOf = owner } = options
  const id = randomUUID()
  const email = `person-${++people}@summitridge.example`
  await db.$executeRaw`
    INSERT INTO team_member (id, account_id, name, email, password_hash, role, status, email_verified_at)
    SELECT ${id}::uuid, account_id, 'Sam Person', ${email}, CASE WHEN ${status} <> 'INVITED' THEN password_hash END,
           'ADMIN', ${status}::team_member_status, CASE WHEN ${verified} THEN now() - interval '1 day' END
    FROM team_member WHERE email = ${colleagueOf}`
  return { id, email }
}

/** What a test compares before and after something that is denied. */
export async function snapshot({ db }: Pick<TestApp, 'db'>, id: string) {
  return {
    // A line in the bell may come a moment after what it tells of.
    member: await db.teamMember.findUniqueOrThrow({ where: { id }, omit: { notificationSequence: true } }),
    sessions: await db.session.findMany({
      where: { teamMemberId: id },
      omit: { lastSeenAt: true },
      orderBy: { id: 'asc' },
    }),
    devices: await db.trustedDevice.findMany({ where: { teamMemberId: id }, orderBy: { id: 'asc' } }),
    openChallenges: await db.challenge.findMany({
      where: { teamMemberId: id, consumedAt: null },
      select: { id: true, purpose: true, email: true, codeHash: true },
      orderBy: { id: 'asc' },
    }),
    links: await db.mailedLink.findMany({
      where: { teamMemberId: id, purpose: 'PASSWORD_RESET' },
      orderBy: { id: 'asc' },
    }),
  }
}

/** What the audit has of a person, oldest first, without signing in. */
export async function auditOf({ db }: Pick<TestApp, 'db'>, id: string) {
  return db.$queryRaw<{ action: string; actorId: string | null; details: unknown }[]>`
    SELECT action, actor_id AS "actorId", details FROM audit_event
    WHERE (actor_id = ${id}::uuid OR subject_id = ${id}::uuid) AND action NOT LIKE 'login.%'
    ORDER BY id`
}

/** The mails of a subject to an address, newest first, once there are so many. */
export async function mailsAbout(
  app: Pick<TestApp, 'mailsTo'>,
  address: string,
  subject: string,
  count: number,
) {
  const read = async () => (await app.mailsTo(address)).filter((mail) => mail.subject === subject)
  await expect.poll(async () => (await read()).length, { timeout: 10_000 }).toBe(count)
  return read()
}

/** Remembers a device of the person, as "remember me" does. */
export async function addTrustedDevice({ db }: Pick<TestApp, 'db'>, teamMemberId: string): Promise<void> {
  await db.$executeRaw`
    INSERT INTO trusted_device (id, team_member_id, token_hash, expires_at)
    VALUES (gen_random_uuid(), ${teamMemberId}::uuid, ${Buffer.from(randomUUID())}, now() + interval '30 days')`
}

/**
 * Runs `work` while a transaction holds a lock, does `meanwhile` in that transaction once so many statements of the
 * work wait for the lock, and commits: what happens between a check and its act.
 */
export async function inBetween<T>(
  { pool }: Pick<TestApp, 'pool'>,
  lock: { sql: string; id: string },
  work: () => Promise<T>,
  meanwhile: string,
  waiting = 1,
): Promise<T> {
  const client = await pool.connect()
  try {
    await client.query('BEGIN')
    await client.query(lock.sql, [lock.id])
    const working = work()
    await expect.poll(() => countWaiting(pool), { timeout: 10_000 }).toBe(waiting)
    await client.query(meanwhile, [lock.id])
    await client.query('COMMIT')
    return await working
  } finally {
    client.release()
  }
}

async function countWaiting(pool: TestApp['pool']): Promise<number> {
  const { rows } = await pool.query<{ count: number }>(
    `SELECT count(*)::int FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock'`,
  )
  return rows[0]?.count ?? 0
}
