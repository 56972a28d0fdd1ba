// Prisma's schema engine as WebAssembly. It compares schemas without a downloaded binary.
import { readFile } from 'node:fs/promises'
import { createRequire } from 'node:module'
import { PrismaPg } from '@prisma/adapter-pg'
import { bindMigrationAwareSqlAdapterFactory } from '@prisma/driver-adapter-utils'
import type { SchemaContainer, SchemaEngine } from '@prisma/schema-engine-wasm'
import { Pool } from 'pg'

/** Runs `use` with an engine for this schema and database. */
export async function withEngine<T>(
  connectionString: string,
  { path, content }: SchemaContainer,
  use: (engine: SchemaEngine) => Promise<T>,
): Promise<T> {
  engineModule ??= loadEngine()
  const { SchemaEngine } = await engineModule
  // The engine does not close its connections, so it uses our own pool.
  const pool = new Pool({ connectionString })
  pool.on('error', () => {})
  try {
    const factory = bindMigrationAwareSqlAdapterFactory(new PrismaPg(pool))
    const engine = await SchemaEngine.new({ datamodels: [[path, content]] }, () => {}, factory)
    return await use(engine).finally(() => engine.free())
  } finally {
    await pool.end()
  }
}

type EngineModule = typeof import('@prisma/schema-engine-wasm') & { __wbg_set_wasm(exports: unknown): void }

/** Loaded once a process: a second load would replace the memory that the first one uses. */
let engineModule: Promise<EngineModule> | undefined

async function loadEngine(): Promise<EngineModule> {
  const wasmFile = createRequire(import.meta.url)
    .resolve('@prisma/schema-engine-wasm')
    .replace(/schema_engine\.js$/, 'schema_engine_bg.wasm')
  const bindings = (await import('@prisma/schema-engine-wasm/schema_engine_bg')) as unknown as EngineModule
  const { instance } = await WebAssembly.instantiate(await readFile(wasmFile), {
    './schema_engine_bg.js': bindings as unknown as WebAssembly.ModuleImports,
  })
  bindings.__wbg_set_wasm(instance.exports)
  ;(instance.exports.__wbindgen_start as () => void)()
  return bindings
}
