// The filter of an export in the API.
import { z } from 'zod'
import { builder } from '../../graphql/builder.ts'
import { kindsThatFilter } from './export-filter.ts'

const maxSearchLength = 200

/** PostgreSQL stores neither NUL nor half a surrogate pair. */
export const isStorable = (text: string): boolean => text.isWellFormed() && !text.includes('\0')

/** JavaScript and PostgreSQL write these years in the same way. Others would fail in the job. */
const isOrdinaryDate = (date: Date) => date.getUTCFullYear() >= 1 && date.getUTCFullYear() <= 9999

const filterDate = (name: string) =>
  z.date().refine(isOrdinaryDate, `\`${name}\` takes a date from the year 1 to 9999.`).nullish()

const filterDay = (name: string) =>
  z.iso
    .date(`\`${name}\` takes a day such as 2026-03-31.`)
    .refine((day) => !day.startsWith('0000'), `\`${name}\` takes a day from the year 1 to 9999.`)
    .nullish()

export const ExportFilterInput = builder.inputType('ExportFilter', {
  description: 'Which rows to export. Empty or absent: every row of the account.',
  fields: (t) => ({
    search: t.string({
      description: 'Finds investors, as `investors(search:)` does for members with Sensitive Data Access.',
      validate: z
        .string()
        .max(maxSearchLength, `\`search\` takes ${maxSearchLength} characters at most.`)
        .refine(isStorable, '`search` contains a character that cannot be used.')
        .nullish(),
    }),
    createdAfter: t.field({
      type: 'DateTime',
      description: 'Rows added after this moment. A row is an investor; of DISTRIBUTIONS, a distribution.',
      validate: filterDate('createdAfter'),
    }),
    createdBefore: t.field({
      type: 'DateTime',
      description: 'Rows added before this moment.',
      validate: filterDate('createdBefore'),
    }),
    paidFrom: t.string({
      description: `${kindsThatFilter('paidFrom')} only: paid on this day or later, such as 2026-01-01.`,
      validate: filterDay('paidFrom'),
    }),
    paidTo: t.string({
      description: `${kindsThatFilter('paidTo')} only: paid on this day or earlier, such as 2026-03-31.`,
      validate: filterDay('paidTo'),
    }),
  }),
})
