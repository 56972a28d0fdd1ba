// Writes migrations: the difference between prisma/schema.prisma and the snapshot of it that the last migration left.
// So what a migration adds by hand is left alone.
import { copyFile, mkdir, readFile, writeFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { migrationFile, migrationsDir } from '../platform/database/migrate.ts'
import { withEngine } from './schema-engine.ts'

const schemaFile = join(migrationsDir, '..', 'schema.prisma')
/** schema.prisma as the newest migration leaves it. */
const snapshotFile = join(migrationsDir, 'schema.snapshot.prisma')

const readSchema = async (path: string) => ({ path: schemaFile, content: await readFile(path, 'utf8') })

/**
 * @param connectionString any PostgreSQL: the engine asks for its version and changes nothing.
 * @returns the SQL of the migration that is missing, or null when there is none.
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

/** Writes a migration and the snapshot of the schema that it leads to. Returns the migration's file. */
export async function writeMigration(name: string, script: string): Promise<string> {
  const timestamp = new Date().toISOString().replace(/\D/g, '').slice(0, 14)
  const file = migrationFile(migrationsDir, `${timestamp}_${name}`)
  await mkdir(dirname(file), { recursive: true })
  await writeFile(file, script, { flag: 'wx' })
  await copyFile(schemaFile, snapshotFile)
  return file
}
