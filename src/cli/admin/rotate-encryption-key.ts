// Bringing everything that is encrypted under the newest ENCRYPTION_KEY, so that the older ones are needed no more.
import type { Pool } from 'pg'
import { recordEvent } from '../../audit/record-event.ts'
import type { Prisma } from '../../generated/prisma/client.ts'
import { indexTaxId } from '../../investors/tax-id-index.ts'
import type { DbOrTx } from '../../platform/database/db.ts'
import type { FieldCipher } from '../../platform/encryption/field-encryption.ts'
import { retireKeys, waitForHolders } from '../../platform/encryption/key-retirement.ts'
import { countOutdated, type Indexers, resealTable } from '../../platform/encryption/reseal.ts'
import { type SealedTableName, sealedTables } from '../../platform/encryption/sealed-columns.ts'
import { showProgress } from '../progress.ts'
import { type Operator, say } from './operator.ts'

const tables = Object.keys(sealedTables) as SealedTableName[]
const indexers: Indexers = { 'investor.tax_id_index': indexTaxId }
const listedFailures = 5

type Outcome = { written: number; left: number; failures: string[] }

export async function rotateEncryptionKey(operator: Operator): Promise<void> {
  const cipher = operator.openCipher()
  say(`The key that encrypts is ${cipher.keyId}.`)
  await retireOthers(operator, cipher)
  const outcome = await stoppable((signal) => resealAll(operator, cipher, signal))
  const { written, left } = outcome
  await record(operator.db, 'encryption_key.rotation_ended', cipher, { written, left })
  if (left > 0) throw new Error(describeLeft(outcome))
  say(written > 0 ? `Brought ${rows(written)} under it.` : 'Everything was under it already.')
  if (cipher.otherKeyIds.length > 0) say(describeEnd(cipher))
}

/** First of all: from now on there can only be fewer values under the other keys. */
async function retireOthers({ db }: Operator, cipher: FieldCipher): Promise<void> {
  await db.$transaction(async (tx) => {
    await retireKeys(tx, cipher)
    await record(tx, 'encryption_key.rotation_began', cipher, {})
  })
  if (cipher.otherKeyIds.length === 0) return
  say('Waiting for imports and exports that still encrypt under another key.')
  await waitForHolders(db, cipher.otherKeyIds)
}

/** Goes through the tables until nothing is left, or nothing more can be done. */
async function resealAll({ pool }: Operator, cipher: FieldCipher, signal: AbortSignal): Promise<Outcome> {
  let outcome: Outcome = { written: 0, left: await countLeft(pool, cipher), failures: [] }
  const bar = showProgress('Encrypting', outcome.left)
  let done = 0
  const onRows = (count: number) => {
    done += count
    bar.update(done)
  }
  try {
    while (outcome.left > 0) {
      const passes = []
      for (const table of tables)
        passes.push(await resealTable({ pool, cipher, table, indexers, onRows, signal }))
      const written = passes.reduce((sum, pass) => sum + pass.written, 0)
      outcome = {
        written: outcome.written + written,
        left: await countLeft(pool, cipher),
        failures: passes.flatMap(({ failures }) => failures),
      }
      if (written === 0) break
    }
    return outcome
  } finally {
    bar.stop()
  }
}

async function countLeft(pool: Pool, cipher: FieldCipher): Promise<number> {
  const counts = await Promise.all(tables.map((table) => countOutdated({ pool, cipher, table })))
  return counts.reduce((a, b) => a + b, 0)
}

/** Ctrl-C ends it between two batches, and a database that was started for it is stopped in order. */
async function stoppable<T>(work: (signal: AbortSignal) => Promise<T>): Promise<T> {
  const stop = new AbortController()
  const onSignal = () =>
    stop.abort(new Error('Stopped midway. Every key is still needed: run the command again, and it goes on.'))
  process.once('SIGINT', onSignal)
  try {
    return await work(stop.signal)
  } finally {
    process.off('SIGINT', onSignal)
  }
}

const rows = (count: number) => `${count.toLocaleString('en-US')} ${count === 1 ? 'row' : 'rows'}`

const describeEnd = ({ otherKeyIds }: FieldCipher) =>
  `Nothing is under ${otherKeyIds.join(' or ')} any more, nor will be: take it out of DECRYPTION_KEYS everywhere. Backups from before now still need it.`

function describeLeft({ left, failures }: Outcome): string {
  const listed = failures.slice(0, listedFailures).map((failure) => `  ${failure}`)
  const more = failures.length - listed.length
  return [
    `${rows(left)} ${left === 1 ? 'is' : 'are'} not under it yet, so throw no key away:`,
    ...listed,
    ...(more > 0 ? [`  and ${more.toLocaleString('en-US')} more`] : []),
    'Put the missing keys into DECRYPTION_KEYS, and run the command again.',
  ].join('\n')
}

const record = (
  db: DbOrTx,
  action: 'encryption_key.rotation_began' | 'encryption_key.rotation_ended',
  { keyId, otherKeyIds }: FieldCipher,
  details: Prisma.InputJsonObject,
): Promise<void> =>
  recordEvent(db, {
    action,
    accountId: null,
    actorId: null,
    details: { keyId, otherKeyIds, ...details, by: 'operator' },
  })
