// The filter of an export in the API.
import { z } from 'zod'
import { builder } from '../../graphql/builder.ts'
import { kindsThatFilter } from './export-filter.ts'

const maxSearchLength = 200

/** PostgreSQL cannot store NUL or unpaired surrogates. */
export const isStorable = (text: string): boolean => text.isWellFormed() && !text.includes('\0')

/** JavaScript and PostgreSQL write these years alike. Other years would fail in the job. */
const isOrdinaryDate = (date: Date) => date.getUTCFullYear() >= 1 && date.getUTCFullYear() <= 9999

const filterDate = (name: string) =>
  z.date().refine(isOrdinaryDate, `\`${name}\` takes a date from the year 1 to 9999.`).nullish()

const filterDay = (name: string) =>
  z.iso
    .date(`\`${name}\` takes a day such as 2026-03-31.`)
    .refine((day) => !day.startsWith('0000'), `\`${name}\` takes a day from the year 1 to 9999.`)
    .nullish()

export const ExportFilterInput = builder.inputType('ExportFilter', {
  description: 'The rows to export. Default: every row of the account.',
  fields: (t) => ({
    search: t.string({
      description: 'Searches investors like `investors(search:)` with Sensitive Data Access.',
      validate: z
        .string()
        .max(maxSearchLength, `\`search\` takes ${maxSearchLength} characters at most.`)
        .refine(isStorable, '`search` contains a character that is not allowed.')
        .nullish(),
    }),
    createdAfter: t.field({
      type: 'DateTime',
      description: 'Only rows added after this time. A row is an investor; in DISTRIBUTIONS, a distribution.',
      validate: filterDate('createdAfter'),
    }),
    createdBefore: t.field({
      type: 'DateTime',
      description: 'Only rows added before this time.',
      validate: filterDate('createdBefore'),
    }),
    paidFrom: t.string({
      description: `Only for ${kindsThatFilter('paidFrom')}: rows paid on this day or later, such as 2026-01-01.`,
      validate: filterDay('paidFrom'),
    }),
    paidTo: t.string({
      description: `Only for ${kindsThatFilter('paidTo')}: rows paid on this day or earlier, such as 2026-03-31.`,
      validate: filterDay('paidTo'),
    }),
  }),
})
