// The formats of export files in the API.
import { builder } from '../../graphql/builder.ts'
import { maxRowsPerSheet } from './xlsx.ts'

export const ExportFormatRef = builder.enumType('ExportFormat', {
  description: "The format of an export's file.",
  values: {
    CSV: {
      description:
        'Comma-separated values, for programs: RFC 4180, UTF-8 without a byte order mark. Cells that a spreadsheet would run as a formula are prefixed with an apostrophe.',
    },
    XLSX: {
      description: `An Excel workbook without formulas. Ids and account numbers are text, amounts are numbers, days are dates. A new sheet begins after ${(maxRowsPerSheet - 1).toLocaleString('en-US')} rows.`,
    },
    JSONL: { description: 'JSON Lines, UTF-8: one object a line. Every value is a string or null.' },
  } as const,
})
