// A row of an investor file: its columns and their rules.
import { z } from 'zod'

/** The columns of an investor file, in the order of the help text. */
export const investorColumns = [
  {
    name: 'external_id',
    required: false,
    accepts: 'your own reference, unique in the account, up to 100 characters',
  },
  { name: 'name', required: true, accepts: 'the name as on tax forms, up to 300 characters' },
  { name: 'email', required: false, accepts: 'an email address' },
  { name: 'profile_type', required: true, accepts: 'INDIVIDUAL, JOINT, TRUST, ENTITY or IRA' },
  {
    name: 'address',
    required: false,
    accepts: 'a postal address, line breaks allowed, up to 1,000 characters',
  },
  { name: 'tax_id', required: false, accepts: '9 digits: 123-45-6789, 12-3456789 or 123456789' },
  { name: 'bank_name', required: false, accepts: 'up to 200 characters' },
  { name: 'bank_account_type', required: false, accepts: 'CHECKING or SAVINGS' },
  { name: 'bank_routing_number', required: false, accepts: '9 digits, an ABA routing number' },
  { name: 'bank_account_number', required: false, accepts: '4 to 17 letters, digits or hyphens' },
] as const

type ColumnName = (typeof investorColumns)[number]['name']

/** A problem of a row. The message never contains the value: columns may be swapped, so any value may be sensitive. */
type RowProblem = { column: ColumnName; message: string }

const columnNames = investorColumns.map(({ name }) => name)

const text = (max: number, missing?: string) =>
  z
    .string(missing)
    .max(max, `is longer than ${max.toLocaleString('en-US')} characters: shorten it`)
    // PostgreSQL cannot store NUL in text.
    .refine((value) => !value.includes('\0'), 'contains a NUL character: remove it')

const upperCase = (value: unknown) => (typeof value === 'string' ? value.toUpperCase() : value)

const missing = 'is missing: every investor needs one'
const bankTogether = 'give bank_routing_number and bank_account_number together, or neither'

const row = z
  .object({
    external_id: text(100).nullable(),
    name: text(300, missing),
    email: text(254).pipe(z.email('is not an email address: write it like name@example.com')).nullable(),
    profile_type: z.preprocess(
      upperCase,
      z.enum(['INDIVIDUAL', 'JOINT', 'TRUST', 'ENTITY', 'IRA'], {
        error: ({ input }) =>
          input === null ? missing : 'is not a profile type: use INDIVIDUAL, JOINT, TRUST, ENTITY or IRA',
      }),
    ),
    address: text(1000).nullable(),
    tax_id: z
      .string()
      .regex(
        /^(\d{9}|\d{3}-\d{2}-\d{4}|\d{2}-\d{7})$/,
        'is not a Tax ID: write its 9 digits like 123-45-6789, 12-3456789 or 123456789 (a spreadsheet may have dropped a leading zero)',
      )
      .nullable(),
    bank_name: text(200).nullable(),
    bank_account_type: z.preprocess(
      upperCase,
      z
        .enum(['CHECKING', 'SAVINGS'], 'is not an account type: use CHECKING or SAVINGS, or leave it empty')
        .nullable(),
    ),
    bank_routing_number: z
      .string()
      .regex(/^\d{9}$/, {
        error: 'is not a routing number: write its 9 digits (a spreadsheet may have dropped a leading zero)',
        abort: true,
      })
      .refine(hasAbaCheckDigit, 'is not a routing number: its check digit is wrong, so a digit was mistyped')
      .nullable(),
    bank_account_number: z
      .string()
      .regex(
        /^[A-Za-z0-9-]{4,17}$/,
        'is not an account number: write 4 to 17 letters, digits or hyphens (a spreadsheet may have shortened it to something like 1.2E+11)',
      )
      .nullable(),
  })
  .refine((value) => value.bank_routing_number === null || value.bank_account_number !== null, {
    path: ['bank_account_number'],
    error: `is missing: ${bankTogether}`,
    when: () => true,
  })
  .refine((value) => value.bank_account_number === null || value.bank_routing_number !== null, {
    path: ['bank_routing_number'],
    error: `is missing: ${bankTogether}`,
    when: () => true,
  })
  .transform((value) => ({
    externalId: value.external_id,
    name: value.name,
    email: value.email,
    profileType: value.profile_type,
    address: value.address,
    taxId: value.tax_id,
    bankName: value.bank_name,
    bankAccountType: value.bank_account_type,
    bankRoutingNumber: value.bank_routing_number,
    bankAccountNumber: value.bank_account_number,
  }))

/** An investor from a row of the file. Sensitive values are still in plain text. */
export type InvestorRow = z.output<typeof row>

/**
 * Reads one row. Trims the values. An empty value becomes null.
 * @param cells the values by the names of their columns.
 */
export function parseInvestorRow(
  cells: Readonly<Record<string, string>>,
): { investor: InvestorRow } | { problems: RowProblem[] } {
  const parsed = row.safeParse(
    Object.fromEntries(columnNames.map((name) => [name, cells[name]?.trim() || null])),
  )
  if (parsed.success) return { investor: parsed.data }
  const problems = parsed.error.issues.map(({ path, message }) => ({
    column: path[0] as ColumnName,
    message,
  }))
  return { problems }
}

/** The check of the American Bankers Association: the sum of the digits with weights 3, 7, 1 is a multiple of ten. */
function hasAbaCheckDigit(digits: string): boolean {
  const sum = Array.from(digits, (digit, index) => Number(digit) * ([3, 7, 1][index % 3] as number))
  const total = sum.reduce((a, b) => a + b, 0)
  // Nine zeros pass the check, but are not a routing number.
  return total > 0 && total % 10 === 0
}
