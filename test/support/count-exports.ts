// The exports and jobs of a database.
import type { Db } from '../../src/platform/database/db.ts'

export async function countExportsAndJobs({ db }: { db: Db }): Promise<{ exports: number; jobs: number }> {
  const [jobs] = await db.$queryRaw<{ count: number }[]>`SELECT count(*)::int AS count FROM pgboss.job`
  return { exports: await db.export.count(), jobs: jobs?.count ?? -1 }
}

export async function clearExportsAndJobs({ db }: { db: Db }): Promise<void> {
  await db.export.deleteMany()
  await db.$executeRaw`DELETE FROM pgboss.job`
}
