import { banking, identity, investorRows } from './investor-rows.ts'
import type { Kind } from './kind.ts'

export const bankingInformation: Kind<'BANKING_INFORMATION'> = {
  name: 'BANKING_INFORMATION',
  title: 'Banking information',
  description: 'Names and full bank details.',
  columns: [...identity, ...banking],
  ...investorRows,
}
