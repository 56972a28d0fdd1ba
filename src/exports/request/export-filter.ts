// Checks the filter of a requested export, and converts it for storage.
import type { ExportKind } from '../../generated/prisma/enums.ts'
import { InvalidInputError } from '../../platform/errors.ts'
import type { ExportFilter, FilterField } from '../kinds/kind.ts'
import { allKinds, exportKinds } from '../kinds/registry.ts'

/**
 * The filter in its stored form, which is also compared for idempotency: without empty fields, with dates as ISO 8601.
 * The search text is stored separately (filter-search.ts).
 */
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
 * Refuses a field that the kind does not support. Ignoring it would export more rows than the member wants.
 * @throws InvalidInputError
 */
export function refuseForeignFilter(kind: ExportKind, filter: ExportFilter): void {
  const taken = exportKinds[kind].filters
  const foreign = (Object.keys(filter) as FilterField[]).find((name) => filter[name] && !taken.includes(name))
  if (!foreign) return
  throw new InvalidInputError(`\`${foreign}\` is only for ${kindsThatFilter(foreign)}. Leave it out.`, [
    'input',
    'filter',
    foreign,
  ])
}

/** The names of the kinds that support a filter field, such as "DISTRIBUTIONS". */
export const kindsThatFilter = (field: FilterField): string =>
  allKinds
    .filter(({ filters }) => filters.includes(field))
    .map(({ name }) => name)
    .join(', ')
