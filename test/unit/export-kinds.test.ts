// The registry of export kinds: each is whole, and what is generated from it is up to date.
import { describe, expect, it } from 'vitest'
import { exportKinds as portalKinds } from '../../portal/src/gql/export-kinds.ts'
import { allKinds, exportKinds } from '../../src/exports/kinds/registry.ts'
import { ExportKind } from '../../src/generated/prisma/enums.ts'

it('has each kind of the database, under its own name', () => {
  expect(Object.keys(exportKinds).sort()).toEqual(Object.keys(ExportKind).sort())
  expect(Object.entries(exportKinds).filter(([name, kind]) => kind.name !== name)).toEqual([])
})

it('tells the portal the same, in the same order', () => {
  const told = allKinds.map(({ name, title, unit, description, filters }) => [
    name,
    { title, unit, description, filters },
  ])
  expect(Object.entries(portalKinds)).toEqual(told)
})

describe.each(allKinds)('$name', ({ columns }) => {
  it('has no column twice', () => {
    const names = columns.map(({ name }) => name)
    expect(names).toEqual([...new Set(names)])
  })

  it('marks every encrypted column as sensitive', () => {
    const encrypted = columns.filter(({ sealed }) => sealed)
    expect(encrypted.length).toBeGreaterThan(0)
    expect(encrypted.filter(({ sensitive }) => !sensitive)).toEqual([])
  })
})
