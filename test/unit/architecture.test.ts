// Imports go one way (.dependency-cruiser.cjs), only src/config.ts reads the environment, and a room can be read at a glance.
import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises'
import { createRequire } from 'node:module'
import { tmpdir } from 'node:os'
import { dirname, join, relative } from 'node:path'
import { cruise, type ICruiseOptions, type ICruiseResult } from 'dependency-cruiser'
import { describe, expect, it } from 'vitest'

type Rule = { name: string }
const { options, forbidden } = createRequire(import.meta.url)('../../.dependency-cruiser.cjs') as {
  options: ICruiseOptions
  forbidden: Rule[]
}

async function findViolations(paths: string[], baseDir = process.cwd()): Promise<ICruiseResult> {
  const settings = { ...options, baseDir, validate: true, ruleSet: { forbidden } } as ICruiseOptions
  const { output } = await cruise(paths, settings)
  return output as ICruiseResult
}

it('holds the rules of who may import whom', async () => {
  const { summary, modules } = await findViolations(['src', 'prisma'])
  const seen = modules.map((module) => module.source)
  // A cruiser that cannot read the files finds no violation either.
  expect(seen).toContain('src/exports/request/request-export.ts')
  expect(modules.find(({ source }) => source === 'src/app.ts')?.dependencies.length).toBeGreaterThan(10)
  expect(summary.violations.map(({ rule, from, to }) => `${rule.name}: ${from} → ${to}`)).toEqual([])
})

/** An import that each rule must find: who imports, and what. */
const violations: Record<string, [from: string, to: string]> = {
  'platform-imports-down': ['src/platform/jobs/a.ts', 'src/audit/b.ts'],
  'audit-imports-down': ['src/audit/a.ts', 'src/identity/b.ts'],
  'identity-imports-down': ['src/identity/a.ts', 'src/auth/devices/b.ts'],
  'graphql-imports-down': ['src/graphql/a.ts', 'src/investors/b.ts'],
  'notifications-imports-down': ['src/notifications/a.ts', 'src/exports/run/b.ts'],
  'investors-imports-down': ['src/investors/a.ts', 'src/exports/kinds/b.ts'],
  'auth-imports-down': ['src/auth/sign-in/a.ts', 'src/account/team/b.ts'],
  'exports-imports-down': ['src/exports/download/a.ts', 'src/auth/devices/b.ts'],
  'account-imports-down': ['src/account/mfa/a.ts', 'src/investors/b.ts'],
  'api-imports-down': ['src/api/a.ts', 'src/dev/b.ts'],
  'dev-imports-down': ['src/dev/a.ts', 'src/auth/passwords/b.ts'],
  'only-the-command-line-and-the-start-are-above-the-api': ['src/api/a.ts', 'src/app.ts'],
  'graphql-stays-at-the-edge': ['src/exports/request/a.ts', 'src/graphql/b.ts'],
  'nothing-imports-the-portal': ['src/api/a.ts', 'portal/src/b.ts'],
  'development-parts-are-loaded-on-demand': ['src/app.ts', 'src/dev/b.ts'],
  'workers-load-no-api': ['src/app/serve.ts', 'src/api/schema.ts'],
  'only-what-is-declared': ['src/platform/log.ts', 'node_modules/undeclared/index.js'],
}

/** Writes a project that has this one import, and cruises it. */
async function cruiseImport(from: string, to: string, back = ''): Promise<string[]> {
  const root = await mkdtemp(join(tmpdir(), 'vestibule-rules-'))
  try {
    const specifier = to.startsWith('node_modules/') ? 'undeclared' : `./${relative(dirname(from), to)}`
    const files = {
      [from]: `import { b } from '${specifier}'\nexport const a = b\n`,
      [to]: `${back}export const b = 1\n`,
      'package.json': '{ "type": "module" }',
    }
    for (const [path, text] of Object.entries(files)) {
      await mkdir(dirname(join(root, path)), { recursive: true })
      await writeFile(join(root, path), text)
    }
    const { summary } = await findViolations(['src'], root)
    return summary.violations.map(({ rule }) => rule.name)
  } finally {
    await rm(root, { recursive: true, force: true })
  }
}

describe('finds a violation of', () => {
  it.each(Object.entries(violations))('%s', async (name, [from, to]) => {
    expect(await cruiseImport(from, to)).toContain(name)
  })

  it('no-circle', async () => {
    const names = await cruiseImport('src/audit/a.ts', 'src/audit/b.ts', "import './a.ts'\n")
    expect(names).toContain('no-circle')
  })

  it('every rule that there is', () => {
    expect([...Object.keys(violations), 'no-circle'].sort()).toEqual(forbidden.map(({ name }) => name).sort())
  })
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

it('keeps every folder of src and portal/src to fifteen files', async () => {
  const counts = new Map<string, number>()
  for (const root of ['src', 'portal/src']) {
    for (const entry of await readdir(root, { recursive: true, withFileTypes: true })) {
      const isGenerated = /^(src\/generated|portal\/src\/gql)/.test(entry.parentPath)
      if (entry.isFile() && !isGenerated)
        counts.set(entry.parentPath, (counts.get(entry.parentPath) ?? 0) + 1)
    }
  }
  expect(counts.size).toBeGreaterThan(40)
  expect([...counts].filter(([, count]) => count > 15)).toEqual([])
})
