// The filter of an export that is asked for: refused where its kind does not take it, and as it is stored.
import type { ExportKind } from '../../generated/prisma/enums.ts'
import { InvalidInputError } from '../../platform/errors.ts'
import type { ExportFilter, FilterField } from '../kinds/kind.ts'
import { allKinds, exportKinds } from '../kinds/registry.ts'

/** The filter to compare and, but for the search text, to store: without empty fields, dates as ISO 8601. */
export function storedFilter(filter: ExportFilter): Record<string, string> {
  const { search, createdAfter, createdBefore, paidFrom, paidTo } = filter
  return {
    ...(search?.trim() && { search: search.trim() }),
    ...(createdAfter && { createdAfter: createdAfter.toISOString() }),
    ...(createdBefore && { createdBefore: createdBefore.toISOString() }),
    ...(paidFrom && { paidFrom }),
    ...(paidTo && { paidTo }),
  }
}

/**
 * Refuses a field that the kind does not take: ignoring it would export more rows than were meant.
 * @throws InvalidInputError
 */
export function refuseForeignFilter(kind: ExportKind, filter: ExportFilter): void {
  const taken = exportKinds[kind].filters
  const foreign = (Object.keys(filter) as FilterField[]).find((name) => filter[name] && !taken.includes(name))
  if (!foreign) return
  throw new InvalidInputError(`\`${foreign}\` filters ${kindsThatFilter(foreign)} only. Leave it out.`, [
    'input',
    'filter',
    foreign,
  ])
}

/** The names of the kinds that take a filter field, such as "DISTRIBUTIONS". */
export const kindsThatFilter = (field: FilterField): string =>
  allKinds
    .filter(({ filters }) => filters.includes(field))
    .map(({ name }) => name)
    .join(', ')
