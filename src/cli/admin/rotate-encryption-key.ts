// Encrypts every stored value with the newest ENCRYPTION_KEY, so that the older keys can be removed.
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
  say(`The encryption key is ${cipher.keyId}.`)
  await retireOthers(operator, cipher)
  const outcome = await stoppable((signal) => resealAll(operator, cipher, signal))
  const { written, left } = outcome
  await record(operator.db, 'encryption_key.rotation_ended', cipher, { written, left })
  if (left > 0) throw new Error(describeLeft(outcome))
  say(written > 0 ? `Encrypted ${rows(written)} with it.` : 'Everything was already encrypted with it.')
  if (cipher.otherKeyIds.length > 0) say(describeEnd(cipher))
}

/** Comes first, so that the number of values under other keys can only fall afterwards. */
async function retireOthers({ db }: Operator, cipher: FieldCipher): Promise<void> {
  await db.$transaction(async (tx) => {
    await retireKeys(tx, cipher)
    await record(tx, 'encryption_key.rotation_began', cipher, {})
  })
  if (cipher.otherKeyIds.length === 0) return
  say('Waiting for imports and exports that still use another key.')
  await waitForHolders(db, cipher.otherKeyIds)
}

/** Makes passes over the tables until no value is left, or none of the others can be decrypted. */
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

/** Ctrl-C ends the work between two batches, so that a database that the command started is stopped in order. */
async function stoppable<T>(work: (signal: AbortSignal) => Promise<T>): Promise<T> {
  const stop = new AbortController()
  const onSignal = () =>
    stop.abort(new Error('Stopped before the end. Keep every key. Run the command again to continue.'))
  process.once('SIGINT', onSignal)
  try {
    return await work(stop.signal)
  } finally {
    process.off('SIGINT', onSignal)
  }
}

const rows = (count: number) => `${count.toLocaleString('en-US')} ${count === 1 ? 'row' : 'rows'}`

const describeEnd = ({ otherKeyIds }: FieldCipher) =>
  `No stored value uses the key ${otherKeyIds.join(' or ')}, and none can use it again. Remove it from DECRYPTION_KEYS everywhere. Older backups still need it.`

function describeLeft({ left, failures }: Outcome): string {
  const listed = failures.slice(0, listedFailures).map((failure) => `  ${failure}`)
  const more = failures.length - listed.length
  return [
    `${rows(left)} could not be encrypted with it, so keep every key:`,
    ...listed,
    ...(more > 0 ? [`  and ${more.toLocaleString('en-US')} more`] : []),
    'Add the missing keys to DECRYPTION_KEYS and run the command again.',
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
