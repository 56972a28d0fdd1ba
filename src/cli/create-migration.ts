// npm run db:migration -- NAME: writes a migration for the changes of prisma/schema.prisma.
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join, relative } from 'node:path'
import { Command, InvalidArgumentError } from 'commander'
import { startEmbeddedPostgres } from '../dev/embedded-postgres.ts'
import { planMigration, writeMigration } from '../dev/plan-migration.ts'

function parseName(name: string): string {
  if (/^[a-z][a-z0-9_]*$/.test(name)) return name
  throw new InvalidArgumentError('Use lower-case letters, digits and underscores, such as add_audit_event.')
}

async function createMigration(name: string): Promise<void> {
  const dataDir = await mkdtemp(join(tmpdir(), 'vestibule-migration-'))
  const postgres = await startEmbeddedPostgres(dataDir, { fsync: 'off' })
  try {
    const script = await planMigration(postgres.urlOf('postgres'))
    const said = script
      ? `Wrote ${relative('.', await writeMigration(name, script))}. Check it. The next start applies it.`
      : 'Nothing to migrate: the migrations already match prisma/schema.prisma.'
    process.stdout.write(`${said}\n`)
  } finally {
    await postgres.stop()
    await Promise.all([dataDir, postgres.dataDir].map((dir) => rm(dir, { recursive: true, force: true })))
  }
}

await new Command('db:migration')
  .description('Write a new migration for the changes of prisma/schema.prisma since the last one.')
  .argument('<name>', 'what the migration does, such as add_audit_event', parseName)
  .action(createMigration)
  .parseAsync()
