import { identity, investorRows, tax } from './investor-rows.ts'
import type { Kind } from './kind.ts'

export const taxInformation: Kind<'TAX_INFORMATION'> = {
  name: 'TAX_INFORMATION',
  title: 'Tax information',
  description: 'Names, addresses and full Tax IDs.',
  columns: [...identity, ...tax],
  ...investorRows,
}
