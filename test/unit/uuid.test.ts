import { glob, readFile } from 'node:fs/promises'
import { expect, test } from 'vitest'
import { createUuid, createUuidMaker, isUuid } from '../../src/platform/database/uuid.ts'

const version7 = /^[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/

test('makes version 7 UUIDs that are unique and ascending, as text and so as PostgreSQL compares them', () => {
  const made = Array.from({ length: 50_000 }, createUuid)
  expect(made.every((id) => version7.test(id))).toBe(true)
  expect(new Set(made).size).toBe(50_000)
  expect(made.toSorted().join()).toBe(made.join())
})

test('begins with the milliseconds since 1970', () => {
  // The example of RFC 9562, appendix A.6.
  expect(createUuidMaker(() => 0x017f22e279b0)()).toMatch(/^017f22e2-79b0-7[0-7]/)
})

test('counts up within a millisecond, and borrows from the next one when the counter is full', () => {
  const make = createUuidMaker(() => 0x017f22e279b0)
  const made = Array.from({ length: 5000 }, make)
  expect(made.toSorted()).toEqual(made)
  const counter = (id: string) => Number.parseInt(id.slice(15, 18), 16)
  expect(counter(made[1] as string)).toBe(counter(made[0] as string) + 1)
  expect(made.at(-1)).toMatch(/^017f22e2-79b1-7/)
})

test('stays in order when the clock goes back', () => {
  const times = [0x017f22e279b0, 0x017f22e27000, 0x017f22e279b0, 0x017f22e279b1]
  const make = createUuidMaker(() => times.shift() as number)
  const made = [make(), make(), make(), make()]
  expect(made.toSorted()).toEqual(made)
  expect(made.map((id) => id.slice(0, 13))).toEqual([
    '017f22e2-79b0',
    '017f22e2-79b0',
    '017f22e2-79b0',
    '017f22e2-79b1',
  ])
})

test('knows a UUID of any version, in lower case alone', () => {
  expect([createUuid(), '01970000-0000-7000-8000-000000000001', crypto.randomUUID()].every(isUuid)).toBe(true)
  const id = '0197abcd-0000-7000-8000-000000000001'
  for (const text of ['', id.toUpperCase(), `${id}0`, ` ${id}`, id.replaceAll('-', ''), `${id}\n`]) {
    expect(isUuid(text), JSON.stringify(text)).toBe(false)
  }
})

test('every id comes from this one function', async () => {
  const others: string[] = []
  for await (const path of glob('src/**/*.ts', {
    exclude: ['src/generated/**', 'src/platform/database/uuid.ts'],
  })) {
    if (/gen_random_uuid|randomUUID/.test(await readFile(path, 'utf8'))) others.push(path)
  }
  expect(others).toEqual([])
})
