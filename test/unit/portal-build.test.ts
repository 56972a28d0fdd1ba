// What the build of the portal made: how much a browser must load before it shows anything, and where its pages are.
import { readFile } from 'node:fs/promises'
import { gzipSync } from 'node:zlib'
import { expect, it } from 'vitest'
import { portalPages } from '../../src/api/portal/serve-portal.ts'

type Chunk = { file: string; isEntry?: boolean; imports?: string[]; dynamicImports?: string[] }

const manifest: Record<string, Chunk> = JSON.parse(await readFile('portal/dist/.vite/manifest.json', 'utf8'))

/** A chunk with everything that it imports at once. */
function loadedWith(key: string, seen = new Set<string>()): Set<string> {
  if (seen.has(key)) return seen
  seen.add(key)
  for (const imported of manifest[key]?.imports ?? []) loadedWith(imported, seen)
  return seen
}

async function gzippedBytes(keys: Iterable<string>): Promise<number> {
  let bytes = 0
  for (const key of keys) {
    bytes += gzipSync(await readFile(`portal/dist/${manifest[key]?.file}`)).length
  }
  return bytes
}

const entries = Object.keys(manifest).filter((key) => manifest[key]?.isEntry)
const initial = entries.flatMap((key) => [...loadedWith(key)])

it('loads 200 KB of JavaScript at first, at most', async () => {
  expect(entries).toEqual(['index.html'])
  const bytes = await gzippedBytes(new Set(initial))
  expect(bytes).toBeGreaterThan(50_000)
  expect(bytes).toBeLessThanOrEqual(200 * 1024)
})

it('loads each page by itself, when it is opened', () => {
  const pages = Object.keys(manifest).filter((key) => /-page\.tsx$/.test(key))
  expect(pages).toContain('src/team/team-page.tsx')
  expect(pages).toHaveLength(portalPages.length)
  expect(pages.filter((page) => initial.includes(page))).toEqual([])
})

it('is served at each address that it has a page for, and at no other', async () => {
  const source = await readFile('portal/src/app/pages.ts', 'utf8')
  const addresses = Array.from(source.matchAll(/^ {2}'(\/[^']*)': page\(/gm), ([, address]) => address)
  expect(addresses).toEqual(portalPages)
})
