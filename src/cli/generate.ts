// npm run generate: writes files for other programs. schema.graphql is the API for its clients.
// portal/src/gql/export-kinds.ts has the portal's texts for each kind of export: the portal does not import from src.
import { writeFile } from 'node:fs/promises'
import { lexicographicSortSchema, printSchema } from 'graphql'
import { schema } from '../api/schema.ts'
import { allKinds } from '../exports/kinds/registry.ts'

const kinds = Object.fromEntries(
  allKinds.map(({ name, title, unit, description, filters }) => [
    name,
    { title, unit, description, filters },
  ]),
)

const kindsModule = `// Written by npm run generate from src/exports/kinds: change it there.
import type { ExportFilter, ExportKind } from './graphql.ts'

type Kind = { title: string; unit: string; description: string; filters: readonly (keyof ExportFilter)[] }

/** In the order in which they are offered. */
export const exportKinds: Readonly<Record<ExportKind, Kind>> = ${JSON.stringify(kinds, null, 2)}
`

await writeFile('schema.graphql', `${printSchema(lexicographicSortSchema(schema))}\n`)
await writeFile('portal/src/gql/export-kinds.ts', kindsModule)
