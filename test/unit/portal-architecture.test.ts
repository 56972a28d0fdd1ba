// Imports in the portal go one way: app → features → api → ui. The cruiser of architecture.test.ts cannot parse JSX, so
// this reads the imports itself.
import { readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { dirname, normalize } from 'node:path/posix'
import { describe, expect, it } from 'vitest'

const root = 'portal/src'

/** What each folder may import beside its own files and npm packages. Each names only folders above it in this list. */
const allowed: Record<string, readonly string[]> = {
  gql: [],
  ui: [],
  api: ['gql', 'ui'],
  'sign-in': ['gql', 'ui', 'api'],
  investors: ['gql', 'ui', 'api'],
  notifications: ['gql', 'ui', 'api'],
  exports: ['gql', 'ui', 'api', 'notifications'],
  profile: ['gql', 'ui', 'api', 'sign-in'],
  // Both change what needs the password again.
  security: ['gql', 'ui', 'api', 'sign-in', 'profile'],
  team: ['gql', 'ui', 'api', 'profile'],
  app: [
    'gql',
    'ui',
    'api',
    'sign-in',
    'investors',
    'notifications',
    'exports',
    'profile',
    'security',
    'team',
  ],
  'main.tsx': ['ui', 'api', 'app'],
}

/** Source texts by their path in portal/src. */
type Sources = Record<string, string>

async function readSources(): Promise<Sources> {
  const files = (await readdir(root, { recursive: true })).filter((file) => /\.tsx?$/.test(file))
  return Object.fromEntries(
    await Promise.all(files.map(async (file) => [file, await readFile(join(root, file), 'utf8')])),
  )
}

const folderOf = (path: string) => path.split('/')[0] ?? path

/** Static and dynamic imports, and what is exported from elsewhere. Biome holds the single quotes. */
const importsOf = (text: string): string[] =>
  Array.from(text.matchAll(/(?:\bfrom|\bimport)\s*\(?\s*'([^']+)'/g), ([, from = '']) => from)

const resolve = (file: string, from: string) => normalize(join(dirname(file), from))

/** Each import that breaks a rule, as `rule: from → to`. */
function findViolations(sources: Sources, dependencies: object): string[] {
  return Object.entries(sources).flatMap(([file, text]) =>
    importsOf(text).flatMap((from) => {
      const rule = from.startsWith('.')
        ? brokenRule(folderOf(file), resolve(file, from))
        : // Generated code takes a type from a package of its own.
          folderOf(file) !== 'gql' && !isDeclared(from, dependencies) && 'only-declared-packages'
      return rule ? [`${rule}: ${file} → ${from}`] : []
    }),
  )
}

function brokenRule(folder: string, target: string): string | null {
  if (target.startsWith('..')) return 'only-own-files'
  const to = folderOf(target)
  return to === folder || allowed[folder]?.includes(to) ? null : `${folder}-imports-down`
}

function isDeclared(from: string, dependencies: object): boolean {
  const [scope = '', name] = from.split('/')
  return (scope.startsWith('@') ? `${scope}/${name}` : scope) in dependencies
}

/** The files of a circle of imports, or null. */
function findCircle(sources: Sources): string[] | null {
  const done = new Set<string>()
  const visit = (file: string, path: string[]): string[] | null => {
    if (path.includes(file)) return [...path.slice(path.indexOf(file)), file]
    if (done.has(file)) return null
    for (const from of importsOf(sources[file] ?? '')) {
      const circle = from.startsWith('.') && visit(resolve(file, from), [...path, file])
      if (circle) return circle
    }
    done.add(file)
    return null
  }
  for (const file of Object.keys(sources)) {
    const circle = visit(file, [])
    if (circle) return circle
  }
  return null
}

const sources = await readSources()
const { dependencies } = JSON.parse(await readFile('package.json', 'utf8')) as { dependencies: object }

describe('the portal', () => {
  it('imports down the order alone, its own files and declared packages', () => {
    expect(importsOf(Object.values(sources).join('\n')).length).toBeGreaterThan(200)
    expect(findViolations(sources, dependencies)).toEqual([])
  })

  it('has no circle of imports', () => {
    expect(findCircle(sources)).toBe(null)
  })

  it('has a place in the order for every folder, and no folder without one', () => {
    expect([...new Set(Object.keys(sources).map(folderOf))].sort()).toEqual(Object.keys(allowed).sort())
  })

  it('has an order without circles', () => {
    const names = Object.keys(allowed)
    for (const [name, may] of Object.entries(allowed)) {
      expect(names.slice(0, names.indexOf(name))).toEqual(expect.arrayContaining([...may]))
    }
  })
})

it('writes no number of days for remembered devices in the portal: the API knows it', () => {
  const named = Object.entries(sources).filter(([, text]) => /\b(30|thirty)[ -]days?\b/i.test(text))
  // Generated code has the API's own descriptions.
  expect(named.map(([file]) => file).filter((file) => folderOf(file) !== 'gql')).toEqual([])
})

/** For each rule: an import that it must find. */
const violations: Record<string, [file: string, from: string]> = {
  'gql-imports-down': ['gql/a.ts', '../ui/b.ts'],
  'ui-imports-down': ['ui/a.tsx', '../api/b.ts'],
  'api-imports-down': ['api/a.ts', '../sign-in/b.ts'],
  'sign-in-imports-down': ['sign-in/links/a.tsx', '../../app/b.tsx'],
  'investors-imports-down': ['investors/a.tsx', '../exports/b.ts'],
  'notifications-imports-down': ['notifications/a.tsx', '../exports/b.ts'],
  'exports-imports-down': ['exports/a.tsx', '../profile/b.tsx'],
  'profile-imports-down': ['profile/a.tsx', '../team/b.ts'],
  'security-imports-down': ['security/a.tsx', '../team/b.ts'],
  'team-imports-down': ['team/a.tsx', '../security/b.tsx'],
  'app-imports-down': ['app/a.tsx', '../main.tsx'],
  'main.tsx-imports-down': ['main.tsx', './exports/b.ts'],
  'only-own-files': ['exports/a.ts', '../../../src/exports/b.ts'],
  'only-declared-packages': ['ui/a.ts', 'undeclared/b'],
}

describe('finds a violation of', () => {
  it.each(Object.entries(violations))('%s', (rule, [file, from]) => {
    for (const text of [`import { b } from '${from}'`, `import '${from}'`, `const b = import('${from}')`]) {
      expect(findViolations({ [file]: text }, dependencies)).toEqual([`${rule}: ${file} → ${from}`])
    }
  })

  it('no-circle', () => {
    const circle = { 'ui/a.ts': "import './b.ts'", 'ui/b.ts': "export * from './a.ts'" }
    expect(findCircle(circle)).toEqual(['ui/a.ts', 'ui/b.ts', 'ui/a.ts'])
  })

  it('every rule that there is', () => {
    const rules = [...Object.keys(allowed).map((name) => `${name}-imports-down`), 'only-own-files']
    expect(Object.keys(violations).sort()).toEqual([...rules, 'only-declared-packages'].sort())
  })
})
