// The kinds of export in the API.
import type { ExportKind } from '../../generated/prisma/enums.ts'
import { builder } from '../../graphql/builder.ts'
import type { Kind } from './kind.ts'
import { exportKinds } from './registry.ts'

const listNames = (columns: Kind['columns']) => columns.map(({ name }) => `\`${name}\``).join(', ')

const describe = ({ description, columns }: Kind) => ({
  description: `${description} Columns: ${listNames(columns)}. Sensitive: ${listNames(columns.filter(({ sensitive }) => sensitive))}.`,
})

type Values = Record<ExportKind, { description: string }>

export const ExportKindRef = builder.enumType('ExportKind', {
  description: 'What an export holds.',
  values: Object.fromEntries(
    Object.entries(exportKinds).map(([name, kind]) => [name, describe(kind)]),
  ) as Values,
})
