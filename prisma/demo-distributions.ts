// Made-up payments to the demo's investors. They are the same every time.
import type { DistributionType } from '../src/generated/prisma/enums.ts'
import { chance, createRandom, pick, type Random } from './demo-random.ts'

/** A payment. `ageDays`: how many days ago it was paid. */
type DemoDistribution = {
  reference: string | null
  investment: string
  type: DistributionType
  amount: string
  currency: string
  ageDays: number
}

const investments = [
  'Alder Street Apartments',
  'Bluestem Income Fund II, LP',
  'Café Meridian "Riverside"',
  'Halcyon Growth Fund IV, LP',
  'Quarry Hill Logistics Park',
]
const types = [
  'PROFIT',
  'PROFIT',
  'PREFERRED_RETURN',
  'PREFERRED_RETURN',
  'RETURN_OF_CAPITAL',
  'INTEREST',
  'OTHER',
] as const
const most = 5

/**
 * Makes payments to an account's investors: up to `most` each, and none before the investor was added.
 * @param prefix the beginning of the references.
 */
export function* makeDemoDistributions<Investor extends { ageDays: number }>(
  seed: number,
  prefix: string,
  investors: Iterable<Investor>,
): Generator<DemoDistribution & { investor: Investor }> {
  const random = createRandom(seed)
  let n = 0
  for (const investor of investors) {
    const count = Math.floor(random() * (most + 1))
    for (let payment = 0; payment < count; payment += 1) {
      n += 1
      yield { investor, ...makeDistribution(random, `${prefix}-D${String(n).padStart(6, '0')}`, investor) }
    }
  }
}

function makeDistribution(
  random: Random,
  reference: string,
  investor: { ageDays: number },
): DemoDistribution {
  return {
    reference: chance(random, 0.95) ? reference : null,
    investment: pick(random, investments),
    type: pick(random, types),
    // From a cent to about five million. Small amounts are more frequent than large ones.
    amount: (Math.ceil(10 ** (random() * 8.7)) / 100).toFixed(2),
    currency: chance(random, 0.9) ? 'USD' : pick(random, ['CAD', 'EUR']),
    ageDays: Math.floor(random() * investor.ageDays),
  }
}
