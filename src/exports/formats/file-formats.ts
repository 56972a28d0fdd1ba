// The formats of export files, by their names in the API.
import type { ExportFormat } from '../../generated/prisma/enums.ts'
import { csv } from './csv.ts'
import type { FileFormat } from './format.ts'
import { jsonl } from './jsonl.ts'
import { xlsx } from './xlsx.ts'

export const fileFormats: Record<ExportFormat, FileFormat> = { CSV: csv, XLSX: xlsx, JSONL: jsonl }
