// npm run generate: writes schema.graphql, the API as its clients see it, from the code.
import { writeFile } from 'node:fs/promises'
import { lexicographicSortSchema, printSchema } from 'graphql'
import { schema } from '../api/schema.ts'

await writeFile('schema.graphql', `${printSchema(lexicographicSortSchema(schema))}\n`)
