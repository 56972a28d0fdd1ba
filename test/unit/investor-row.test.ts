import { expect, test } from 'vitest'
import { parseInvestorRow } from '../../src/investors/import/investor-row.ts'

const least = { name: 'Inês Ferreira', profile_type: 'INDIVIDUAL' }

const problemsOf = (cells: Record<string, string>) => {
  const parsed = parseInvestorRow({ ...least, ...cells })
  return 'problems' in parsed ? parsed.problems.map(({ column, message }) => `${column} ${message}`) : []
}

test('reads every column, and keeps sensitive values as written', () => {
  const parsed = parseInvestorRow({
    external_id: 'SR-1001',
    name: '=SUM(A1), "Ferreira"',
    email: 'ines@example.com',
    profile_type: 'individual',
    address: '1 Harbor Road\nSuite 2\r\nBoston, MA',
    tax_id: '000-12-3456',
    bank_name: 'First Lantern Bank',
    bank_account_type: 'Checking',
    bank_routing_number: '021000021',
    bank_account_number: '00-04471920',
  })
  expect(parsed).toEqual({
    investor: {
      externalId: 'SR-1001',
      name: '=SUM(A1), "Ferreira"',
      email: 'ines@example.com',
      profileType: 'INDIVIDUAL',
      address: '1 Harbor Road\nSuite 2\r\nBoston, MA',
      taxId: '000-12-3456',
      bankName: 'First Lantern Bank',
      bankAccountType: 'CHECKING',
      bankRoutingNumber: '021000021',
      bankAccountNumber: '00-04471920',
    },
  })
})

test('an empty, blank or absent value is null, and space around a value is not part of it', () => {
  expect(parseInvestorRow({ name: ' Ana ', profile_type: 'IRA ', email: '', tax_id: ' \t' })).toEqual({
    investor: {
      externalId: null,
      name: 'Ana',
      email: null,
      profileType: 'IRA',
      address: null,
      taxId: null,
      bankName: null,
      bankAccountType: null,
      bankRoutingNumber: null,
      bankAccountNumber: null,
    },
  })
})

const taxIdProblem =
  'tax_id is not a Tax ID: write its 9 digits like 123-45-6789, 12-3456789 or 123456789 (a spreadsheet may have dropped a leading zero)'
const accountProblem =
  'bank_account_number is not an account number: write 4 to 17 letters, digits or hyphens (a spreadsheet may have shortened it to something like 1.2E+11)'
const routingProblem =
  'bank_routing_number is not a routing number: write its 9 digits (a spreadsheet may have dropped a leading zero)'
const checkDigitProblem =
  'bank_routing_number is not a routing number: its check digit is wrong, so a digit was mistyped'
const profileTypeProblem = 'profile_type is not a profile type: use INDIVIDUAL, JOINT, TRUST, ENTITY or IRA'
const accountTypeProblem =
  'bank_account_type is not an account type: use CHECKING or SAVINGS, or leave it empty'
const together = 'give bank_routing_number and bank_account_number together, or neither'

test.each([
  ['external_id is longer than 100 characters: shorten it', 'external_id', 'x'.repeat(101)],
  ['name is missing: every investor needs one', 'name', ''],
  ['name is longer than 300 characters: shorten it', 'name', 'x'.repeat(301)],
  ['name contains a NUL character: remove it', 'name', 'a\0b'],
  ['email is not an email address: write it like name@example.com', 'email', 'ines@'],
  ['profile_type is missing: every investor needs one', 'profile_type', ''],
  [profileTypeProblem, 'profile_type', 'CORPORATION'],
  ['address is longer than 1,000 characters: shorten it', 'address', 'x'.repeat(1001)],
  [taxIdProblem, 'tax_id', '12345678'],
  [taxIdProblem, 'tax_id', '1234567890'],
  [taxIdProblem, 'tax_id', '12-345-6789'],
  [taxIdProblem, 'tax_id', '123-45-678X'],
  [taxIdProblem, 'tax_id', '١٢٣٤٥٦٧٨٩'],
  ['bank_name is longer than 200 characters: shorten it', 'bank_name', 'x'.repeat(201)],
  [accountTypeProblem, 'bank_account_type', 'MONEY MARKET'],
])('refuses a row: %s', (problem, column, value) => {
  expect(problemsOf({ [column]: value })).toEqual([problem])
})

test.each([
  ['21000021', '1234', [routingProblem]],
  ['02100002x', '1234', [routingProblem]],
  ['021000022', '1234', [checkDigitProblem]],
  ['000000000', '1234', [checkDigitProblem]],
  ['021000021', '123', [accountProblem]],
  ['021000021', '1'.repeat(18), [accountProblem]],
  ['021000021', '1.23457E+11', [accountProblem]],
  ['021000021', '', [`bank_account_number is missing: ${together}`]],
  ['', '0004471920', [`bank_routing_number is missing: ${together}`]],
])('refuses the routing number %j with the account number %j', (routing, account, problems) => {
  expect(problemsOf({ bank_routing_number: routing, bank_account_number: account })).toEqual(problems)
})

test('tells every problem of a row at once', () => {
  const wrong = { name: '', email: 'x', profile_type: 'x', tax_id: '1', bank_account_number: '1234' }
  expect(problemsOf(wrong)).toEqual([
    'name is missing: every investor needs one',
    'email is not an email address: write it like name@example.com',
    profileTypeProblem,
    taxIdProblem,
    `bank_routing_number is missing: ${together}`,
  ])
})

test('accepts routing numbers with a right check digit, and none of them with one digit changed', () => {
  const accepts = (routing: string) =>
    problemsOf({ bank_routing_number: routing, bank_account_number: '1234' }).length === 0
  for (const routing of ['021000021', '011401533', '091000019', '122105155']) {
    expect(accepts(routing)).toBe(true)
    const changed = Array.from(routing).flatMap((digit, place) =>
      Array.from('0123456789')
        .filter((other) => other !== digit)
        .map((other) => routing.slice(0, place) + other + routing.slice(place + 1)),
    )
    expect(changed).toHaveLength(81)
    expect(changed.filter(accepts)).toEqual([])
  }
})

test.each(['123-45-6789', '900-70-1234', '00-1234567', '001234567'])('accepts the tax id %s', (taxId) => {
  const parsed = parseInvestorRow({ ...least, tax_id: taxId })
  expect('investor' in parsed && parsed.investor.taxId).toBe(taxId)
})
