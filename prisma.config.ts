// Prisma's command line is used for `prisma generate` only: migrations go through src/platform/database/migrate.ts.
// `prisma generate` would download a schema engine that it does not need; any existing file stops that.
import { defineConfig } from 'prisma/config'

process.env.PRISMA_SCHEMA_ENGINE_BINARY ??= process.execPath
process.env.PRISMA_HIDE_UPDATE_MESSAGE ??= '1'

export default defineConfig({ schema: 'prisma/schema.prisma', migrations: { path: 'prisma/migrations' } })
