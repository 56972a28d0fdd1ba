// The kinds of export. The API's enum, the portal's texts, the notifications, the check of filters and the tests read this
// list.
//
// To add a kind: write a file next to this one, add a line below, add the name to `enum ExportKind` of prisma/schema.prisma
// with a migration (npm run db:migration -- NAME), and run npm run generate. A kind that is missing in one of the two does
// not compile.
import type { ExportKind } from '../../generated/prisma/enums.ts'
import { bankingAndTaxInformation } from './banking-and-tax-information.ts'
import { bankingInformation } from './banking-information.ts'
import { distributions } from './distributions.ts'
import type { Kind } from './kind.ts'
import { taxInformation } from './tax-information.ts'

/** The kinds by name, in the order in which the portal offers them. */
export const exportKinds: { readonly [Name in ExportKind]: Kind<Name> } = {
  BANKING_AND_TAX_INFORMATION: bankingAndTaxInformation,
  TAX_INFORMATION: taxInformation,
  BANKING_INFORMATION: bankingInformation,
  DISTRIBUTIONS: distributions,
}

export const allKinds: readonly Kind[] = Object.values(exportKinds)
