// A failure names its test by its describe blocks and its own name. Two tests of the same name in a file cannot be told apart.
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join, relative } from 'node:path'
import { expect, it } from 'vitest'
import { createVitest } from 'vitest/node'

/** The tests of each file that has a name twice, as `file: name`. Reads the files without running them. */
async function findRepeatedNames(root: string): Promise<{ seen: number; repeated: string[] }> {
  const vitest = await createVitest('test', {
    root,
    watch: false,
    run: false,
    reporters: [],
    globalSetup: [],
  })
  try {
    const modules = await vitest.parseSpecifications(await vitest.globTestSpecifications())
    const names = modules.flatMap(({ moduleId, children }) =>
      [...children.allTests()].map(({ fullName }) => `${relative(root, moduleId)}: ${fullName}`),
    )
    return { seen: names.length, repeated: names.filter((name, index) => names.indexOf(name) !== index) }
  } finally {
    await vitest.close()
  }
}

it('has no test name twice in a file', async () => {
  const { seen, repeated } = await findRepeatedNames(process.cwd())
  expect(seen).toBeGreaterThan(800)
  expect(repeated).toEqual([])
})

it('finds a name that is there twice, whatever block it is in', async () => {
  const root = await mkdtemp(join(tmpdir(), 'vestibule-names-'))
  try {
    const text = `import { describe, it } from 'vitest'
      describe('a', () => { it('is', () => {}); it('is not', () => {}) })
      describe('a', () => { it.each([1])('is', () => {}) })
      describe('b', () => { it('is', () => {}) })`
    await writeFile(join(root, 'names.test.ts'), text)
    expect(await findRepeatedNames(root)).toEqual({ seen: 4, repeated: ['names.test.ts: a > is'] })
  } finally {
    await rm(root, { recursive: true, force: true })
  }
})
