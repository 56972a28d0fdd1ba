// Migrations through the official Prisma schema engine compiled to WebAssembly: nothing is downloaded, and
// `_prisma_migrations` is filled exactly as `prisma migrate deploy` would.
import { copyFile, mkdir, readdir, readFile, writeFile } from 'node:fs/promises'
import { createRequire } from 'node:module'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { PrismaPg } from '@prisma/adapter-pg'
import { bindMigrationAwareSqlAdapterFactory } from '@prisma/driver-adapter-utils'
import type { MigrationList, SchemaEngine } from '@prisma/schema-engine-wasm'
import { Client, Pool } from 'pg'

const prismaDir = fileURLToPath(new URL('../../../prisma/', import.meta.url))
/** A host that answers nothing would otherwise hold a start for minutes. */
const connectTimeoutMs = 10_000

const migrationsDir = join(prismaDir, 'migrations')
const schemaFile = join(prismaDir, 'schema.prisma')
/** schema.prisma as the newest migration leaves it. */
const snapshotFile = join(migrationsDir, 'schema.snapshot.prisma')
const lockfile = 'migration_lock.toml'
const filters = { externalTables: [], externalEnums: [] }

/** Any number, the same in every process: who holds this advisory lock is migrating. */
const migrationLock = 4_715_201

/**
 * Brings the database to the newest migration. Safe when several processes start at once: they take turns.
 * @returns the names of the migrations applied by this call.
 */
export async function applyMigrations(connectionString: string): Promise<string[]> {
  const client = new Client({ connectionString, connectionTimeoutMillis: connectTimeoutMs })
  await client.connect()
  try {
    await client.query('SELECT pg_advisory_lock($1)', [migrationLock])
    const migrationsList = await readMigrations()
    if (await areApplied(client, migrationsList)) return []
    const { appliedMigrationNames } = await withEngine(connectionString, (engine) =>
      engine.applyMigrations({ migrationsList, filters }),
    )
    return appliedMigrationNames
  } finally {
    await client.end()
  }
}

/**
 * Whether the engine would find nothing to do, which is so at every start but the first one after an update. Loading it
 * to hear that would take a second and 60 MB, for as long as the process lives.
 */
async function areApplied(client: Client, { migrationDirectories }: MigrationList): Promise<boolean> {
  const { rows: tables } = await client.query(`SELECT to_regclass('_prisma_migrations') IS NOT NULL AS there`)
  if (!tables[0].there) return false
  const { rows } = await client.query<{ name: string; done: boolean }>(
    `SELECT migration_name AS name, finished_at IS NOT NULL AS done FROM _prisma_migrations WHERE rolled_back_at IS NULL`,
  )
  const applied = new Set(rows.map(({ name }) => name))
  return rows.every(({ done }) => done) && migrationDirectories.every(({ path }) => applied.has(path))
}

/**
 * Works out what prisma/schema.prisma has that the migrations do not: by comparison with the snapshot of it that
 * the last migration left, so that what a migration adds by hand is left alone.
 * @param connectionString any PostgreSQL: the engine asks which version it is to write SQL for, and changes nothing.
 * @returns the SQL of the migration that is missing, or null when there is none.
 */
export async function planMigration(connectionString: string): Promise<string | null> {
  const wanted = await readSchema(schemaFile)
  const made = await readSchema(snapshotFile).catch(() => null)
  const { stdout, exitCode } = await withEngine(connectionString, (engine) =>
    engine.diff({
      from: made ? { tag: 'schemaDatamodel', files: [made] } : { tag: 'empty' },
      to: { tag: 'schemaDatamodel', files: [wanted] },
      script: true,
      exitCode: true,
      filters,
    }),
  )
  return exitCode === 2 ? stdout : null
}

/** Writes a migration and the snapshot of the schema that it leads to. Returns the migration's file. */
export async function writeMigration(name: string, script: string): Promise<string> {
  const timestamp = new Date().toISOString().replace(/\D/g, '').slice(0, 14)
  const file = migrationFile(`${timestamp}_${name}`)
  await mkdir(dirname(file), { recursive: true })
  await writeFile(file, script, { flag: 'wx' })
  await copyFile(schemaFile, snapshotFile)
  return file
}

const migrationFile = (name: string): string => join(migrationsDir, name, 'migration.sql')

const readSchema = async (path: string) => ({ path: schemaFile, content: await readFile(path, 'utf8') })

async function readMigrations(): Promise<MigrationList> {
  const entries = await readdir(migrationsDir, { withFileTypes: true })
  const names = entries.filter((entry) => entry.isDirectory()).map((entry) => entry.name)
  return {
    baseDir: migrationsDir,
    lockfile: { path: lockfile, content: await readFile(join(migrationsDir, lockfile), 'utf8') },
    shadowDbInitScript: '',
    migrationDirectories: await Promise.all(
      names.sort().map(async (path) => ({
        path,
        migrationFile: {
          path: 'migration.sql',
          content: { tag: 'ok' as const, value: await readFile(migrationFile(path), 'utf8') },
        },
      })),
    ),
  }
}

async function withEngine<T>(
  connectionString: string,
  use: (engine: SchemaEngine) => Promise<T>,
): Promise<T> {
  const { SchemaEngine } = await loadEngine()
  const { path, content } = await readSchema(schemaFile)
  // The engine does not close its connections: with a pool of our own they end here.
  const pool = new Pool({ connectionString })
  pool.on('error', () => {})
  try {
    const factory = bindMigrationAwareSqlAdapterFactory(sendScriptsWhole(new PrismaPg(pool), pool))
    const engine = await SchemaEngine.new({ datamodels: [[path, content]] }, () => {}, factory)
    return await use(engine).finally(() => engine.free())
  } finally {
    await pool.end()
  }
}

/**
 * The adapter cuts a script at every semicolon, those inside a function's body included. PostgreSQL takes it whole,
 * and as one transaction: a migration that fails leaves nothing behind.
 */
function sendScriptsWhole(factory: PrismaPg, pool: Pool): PrismaPg {
  const connect = factory.connect.bind(factory)
  factory.connect = async () => {
    const adapter = await connect()
    adapter.executeScript = async (script) => {
      await pool.query(script)
    }
    return adapter
  }
  return factory
}

type SetTimeout = (...args: unknown[]) => NodeJS.Timeout

/** The engine never clears the timeout of its lock, which would keep the process of a command for ten seconds more. */
function withIdleTimers(imports: WebAssembly.ModuleImports): WebAssembly.ModuleImports {
  const idle =
    (set: SetTimeout): SetTimeout =>
    (...args) =>
      set(...args).unref()
  const entries = Object.entries(imports).map(([name, value]) =>
    name.startsWith('__wbg_setTimeout_') ? [name, idle(value as SetTimeout)] : [name, value],
  )
  return Object.fromEntries(entries)
}

type EngineModule = typeof import('@prisma/schema-engine-wasm') & { __wbg_set_wasm(exports: unknown): void }

let engineModule: Promise<EngineModule> | undefined

function loadEngine(): Promise<EngineModule> {
  engineModule ??= (async () => {
    const wasmFile = createRequire(import.meta.url)
      .resolve('@prisma/schema-engine-wasm')
      .replace(/schema_engine\.js$/, 'schema_engine_bg.wasm')
    const bindings = (await import('@prisma/schema-engine-wasm/schema_engine_bg')) as unknown as EngineModule
    const { instance } = await WebAssembly.instantiate(await readFile(wasmFile), {
      './schema_engine_bg.js': withIdleTimers(bindings as unknown as WebAssembly.ModuleImports),
    })
    bindings.__wbg_set_wasm(instance.exports)
    ;(instance.exports.__wbindgen_start as () => void)()
    return bindings
  })()
  return engineModule
}
