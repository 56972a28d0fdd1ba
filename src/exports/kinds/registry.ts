// The kinds of export. The API's enum, the portal's words, the notifications, the refusal of filters and the tests that
// go over all kinds read this list.
//
// To add a kind: a file beside this one, a line below, and the name in `enum ExportKind` of prisma/schema.prisma with
// its migration (npm run db:migration -- NAME). Then npm run generate. A kind that is only in one of the two does not
// compile.
import type { ExportKind } from '../../generated/prisma/enums.ts'
import { bankingAndTaxInformation } from './banking-and-tax-information.ts'
import { bankingInformation } from './banking-information.ts'
import { distributions } from './distributions.ts'
import type { Kind } from './kind.ts'
import { taxInformation } from './tax-information.ts'

/** By name, in the order in which the portal offers them. */
export const exportKinds: { readonly [Name in ExportKind]: Kind<Name> } = {
  BANKING_AND_TAX_INFORMATION: bankingAndTaxInformation,
  TAX_INFORMATION: taxInformation,
  BANKING_INFORMATION: bankingInformation,
  DISTRIBUTIONS: distributions,
}

export const allKinds: readonly Kind[] = Object.values(exportKinds)
