// Imports go one way, and only src/config.ts reads the environment: the rules are in .dependency-cruiser.cjs.
import { readdir, readFile } from 'node:fs/promises'
import { createRequire } from 'node:module'
import { dirname, join, relative } from 'node:path'
import { cruise, type ICruiseOptions, type ICruiseResult } from 'dependency-cruiser'
import { expect, it } from 'vitest'

const { options, forbidden } = createRequire(import.meta.url)('../../.dependency-cruiser.cjs')

async function cruiseFiles(paths: string[]): Promise<ICruiseResult> {
  const settings: ICruiseOptions = { ...options, validate: true, ruleSet: { forbidden } }
  const { output } = await cruise(paths, settings)
  return output as ICruiseResult
}

it('holds the rules of who may import whom', async () => {
  const { summary, modules } = await cruiseFiles(['src', 'prisma'])
  const seen = modules.map((module) => module.source)
  // A cruiser that cannot read the files finds no violation either.
  expect(seen).toContain('src/exports/request-export.ts')
  expect(modules.find(({ source }) => source === 'src/app.ts')?.dependencies.length).toBeGreaterThan(15)
  expect(summary.violations.map(({ rule, from, to }) => `${rule.name}: ${from} → ${to}`)).toEqual([])
})

it('notices a violation', async () => {
  const { summary } = await cruiseFiles(['test/support/violation'])
  expect(summary.violations.map(({ rule }) => rule.name)).toContain('no-circle')
})

it('reads the environment in src/config.ts alone', async () => {
  const files = (await readdir('src', { recursive: true })).filter(
    (file) => file.endsWith('.ts') && !file.startsWith('generated'),
  )
  const readers: string[] = []
  for (const file of files) {
    if ((await readFile(join('src', file), 'utf8')).includes('process.env')) readers.push(file)
  }
  // The embedded server's processes are given the environment as it is.
  expect(readers.sort()).toEqual(['config.ts', 'dev/embedded-postgres.ts'])
})

it('leaves the portal to itself: it imports its own files and declared packages', async () => {
  const root = 'portal/src'
  const { dependencies } = JSON.parse(await readFile('package.json', 'utf8'))
  const files = (await readdir(root, { recursive: true })).filter(
    (file) => /\.tsx?$/.test(file) && !file.startsWith('gql/'),
  )
  expect(files).toContain('exports/request-dialog.tsx')
  const foreign: string[] = []
  let seen = 0
  for (const file of files) {
    const text = await readFile(join(root, file), 'utf8')
    for (const [, from = ''] of text.matchAll(/(?:\bfrom|\bimport)\s*\(?\s*'([^']+)'/g)) {
      seen += 1
      const [scope = '', name] = from.split('/')
      const own = from.startsWith('.') && !relative(root, join(root, dirname(file), from)).startsWith('..')
      const declared = (scope.startsWith('@') ? `${scope}/${name}` : scope) in dependencies
      if (!own && !declared) foreign.push(`${file} → ${from}`)
    }
  }
  expect(seen).toBeGreaterThan(200)
  expect(foreign).toEqual([])
})
