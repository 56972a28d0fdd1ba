import { banking, identity, investorRows, tax } from './investor-rows.ts'
import type { Kind } from './kind.ts'

export const bankingAndTaxInformation: Kind<'BANKING_AND_TAX_INFORMATION'> = {
  name: 'BANKING_AND_TAX_INFORMATION',
  title: 'Banking and tax information',
  description: 'Names, addresses, full Tax IDs and full bank details.',
  columns: [...identity, ...tax, ...banking],
  ...investorRows,
}
