// The docs lead to files, tests and decisions that exist.
import { access, readdir, readFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { describe, expect, it } from 'vitest'

const decisionFiles = (await readdir('docs/decisions')).filter((file) => file !== 'README.md').sort()
const docs = await Promise.all(
  [
    ...['README.md', 'CONTRIBUTING.md', 'SECURITY.md', 'CHANGELOG.md'],
    ...(await readdir('docs')).filter((file) => file.endsWith('.md')).map((file) => `docs/${file}`),
    ...(await readdir('docs/decisions')).map((file) => `docs/decisions/${file}`),
  ].map(async (file) => ({ file, text: await readFile(file, 'utf8') })),
)

const matchAll = (text: string, pattern: RegExp) => [...text.matchAll(pattern)].map(([, match = '']) => match)

/** Those of the paths that lead to nothing. */
async function findMissing(paths: string[]): Promise<string[]> {
  const found = await Promise.all(
    paths.map((path) =>
      access(path).then(
        () => true,
        () => false,
      ),
    ),
  )
  return paths.filter((_path, index) => !found[index])
}

describe.each(docs)('$file', ({ file, text }) => {
  it('names paths that exist', async () => {
    const paths = matchAll(text, /(?<![\w.@/-])((?:src|test|portal|prisma|bench|docs)\/[\w./-]*\w)/g)
    expect(await findMissing(paths)).toEqual([])
  })

  it('links to files that exist', async () => {
    const links = matchAll(text, /\]\(((?!https?:)[^)#]+)/g)
    expect(await findMissing(links.map((link) => join(dirname(file), link)))).toEqual([])
  })
})

it('docs/security.md proves its lines by test files that exist', async () => {
  const { text = '' } = docs.find(({ file }) => file === 'docs/security.md') ?? {}
  const proofs = matchAll(text, /^\|.*\|(.*)\|$/gm).flatMap((cell) => matchAll(cell, /`([\w/-]+)`/g))
  expect(proofs.length).toBeGreaterThan(80)
  const files = proofs.map((name) => `test/${name.includes('/') ? name : `integration/${name}`}.test.ts`)
  expect(await findMissing(files)).toEqual([])
})

it('docs/architecture.md names the functions of the files beside them', async () => {
  const { text = '' } = docs.find(({ file }) => file === 'docs/architecture.md') ?? {}
  const named = [...text.matchAll(/`(\w+)` in `(src\/[\w./-]+\.ts)`/g)]
  expect(named.length).toBeGreaterThan(4)
  for (const [, name = '', file = ''] of named) {
    expect(await readFile(file, 'utf8'), `${name} in ${file}`).toMatch(new RegExp(`function ${name}\\b`))
  }
})

describe('docs/decisions', () => {
  it('is numbered without a gap', () => {
    const numbers = decisionFiles.map((file) => file.slice(0, 4))
    expect(numbers).toEqual(numbers.map((_number, index) => `${String(index + 1).padStart(3, '0')}-`))
  })

  it('has each decision in its index, under its own title', () => {
    const titleOf = (file: string) =>
      docs.find((doc) => doc.file === `docs/decisions/${file}`)?.text.match(/^# \d+\. (.+)$/m)?.[1]
    const { text: index } = docs.find(({ file }) => file === 'docs/decisions/README.md') ?? { text: '' }
    expect(index.match(/^- .*$/gm)).toEqual(
      decisionFiles.map((file) => `- [${file.slice(0, 3)}](./${file}) ${titleOf(file)}`),
    )
  })

  it.each(decisionFiles)('%s has a date, its context, the decision and its consequences', async (file) => {
    const text = await readFile(`docs/decisions/${file}`, 'utf8')
    expect(text.match(/^(?:## .+|\d{4}-\d\d-\d\d)$/gm)).toEqual([
      expect.stringMatching(/^\d{4}-/),
      ...['## Context', '## Decision', '## Consequences'],
    ])
  })
})
