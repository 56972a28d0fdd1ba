// Writes migrations: the difference between prisma/schema.prisma and its snapshot from the last migration. So additions
// by hand to a migration stay.
import { copyFile, mkdir, readFile, writeFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { migrationFile, migrationsDir } from '../platform/database/migrate.ts'
import { withEngine } from './schema-engine.ts'

const schemaFile = join(migrationsDir, '..', 'schema.prisma')
/** schema.prisma at the time of the newest migration. */
const snapshotFile = join(migrationsDir, 'schema.snapshot.prisma')

const readSchema = async (path: string) => ({ path: schemaFile, content: await readFile(path, 'utf8') })

/**
 * @param connectionString any PostgreSQL: the engine reads its version and changes nothing.
 * @returns the SQL of the missing migration, or null when none is missing.
 */
export async function planMigration(connectionString: string): Promise<string | null> {
  const wanted = await readSchema(schemaFile)
  const made = await readSchema(snapshotFile).catch(() => null)
  const { stdout, exitCode } = await withEngine(connectionString, wanted, (engine) =>
    engine.diff({
      from: made ? { tag: 'schemaDatamodel', files: [made] } : { tag: 'empty' },
      to: { tag: 'schemaDatamodel', files: [wanted] },
      script: true,
      exitCode: true,
      filters: { externalTables: [], externalEnums: [] },
    }),
  )
  return exitCode === 2 ? stdout : null
}

/** Writes a migration and a snapshot of its schema. @returns the migration's file. */
export async function writeMigration(name: string, script: string): Promise<string> {
  const timestamp = new Date().toISOString().replace(/\D/g, '').slice(0, 14)
  const file = migrationFile(migrationsDir, `${timestamp}_${name}`)
  await mkdir(dirname(file), { recursive: true })
  await writeFile(file, script, { flag: 'wx' })
  await copyFile(schemaFile, snapshotFile)
  return file
}
