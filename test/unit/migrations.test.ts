import { readdir, readFile } from 'node:fs/promises'
import { expect, test } from 'vitest'

const prismaFile = (path: string) => new URL(`../../prisma/${path}`, import.meta.url)

// The next migration is worked out from the snapshot: a schema that was changed without one would be lost in it.
test('the migrations lead to prisma/schema.prisma (if not: npm run db:migration -- NAME)', async () => {
  const [schema, snapshot] = await Promise.all([
    readFile(prismaFile('schema.prisma'), 'utf8'),
    readFile(prismaFile('migrations/schema.snapshot.prisma'), 'utf8'),
  ])
  expect(snapshot).toBe(schema)
})

test('every migration has a time and a name, and is not empty', async () => {
  const entries = await readdir(prismaFile('migrations'), { withFileTypes: true })
  const names = entries.filter((entry) => entry.isDirectory()).map(({ name }) => name)
  expect(names.length).toBeGreaterThan(0)
  expect(names.filter((name) => !/^\d{14}_[a-z\d_]+$/.test(name))).toEqual([])
  for (const name of names) {
    expect(await readFile(prismaFile(`migrations/${name}/migration.sql`), 'utf8')).toMatch(/\S/)
  }
})
