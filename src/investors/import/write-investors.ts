// Writes investors: COPY into a temporary table, then one INSERT from it.
import { pipeline } from 'node:stream/promises'
import type { PoolClient } from 'pg'
import { from as copyFrom } from 'pg-copy-streams'
import { type FieldCipher, holdKeyOn, type Sealer } from '../../platform/encryption/field-encryption.ts'
import { sealInvestorFields } from '../sensitive-fields.ts'
import type { InvestorRow } from './investor-row.ts'

/** An investor to write. `fileRow` is its row in the file. Default of `createdAt`: now. */
export type NewInvestor = InvestorRow & { id: string; accountId: string; fileRow: number; createdAt?: Date }

const columns = `id, account_id, external_id, name, email, profile_type, address, tax_id, tax_id_last4,
  tax_id_index, bank_name, bank_account_type, bank_routing_number, bank_account_number, bank_account_last4`

const chunkLength = 65_536

/**
 * Streams investors into the temporary table `new_investor`, which exists until the transaction ends. Encrypts sensitive
 * values on the way. At most one chunk is in memory.
 * @returns the number of investors.
 */
export async function stageInvestors(
  client: PoolClient,
  cipher: FieldCipher,
  investors: AsyncIterable<NewInvestor> | Iterable<NewInvestor>,
): Promise<number> {
  const seal = await holdKeyOn(client, cipher)
  await client.query(
    'CREATE TEMPORARY TABLE new_investor ON COMMIT DROP AS SELECT 0 AS file_row, investor.* FROM investor WITH NO DATA',
  )
  const copy = client.query(copyFrom(`COPY new_investor (file_row, created_at, ${columns}) FROM STDIN`))
  await pipeline(toCopyText({ cipher, seal }, investors), copy)
  return copy.rowCount
}

/**
 * Inserts the staged investors, except those whose external id the account already has. If two transactions insert the
 * same external id, the unique constraint admits one of them. All insert in the same order, so they cannot deadlock.
 * @returns the number of inserted investors.
 */
export async function insertStagedInvestors(client: PoolClient): Promise<number> {
  const { rowCount } = await client.query(`
    INSERT INTO investor (${columns}, created_at)
    SELECT ${columns}, coalesce(created_at, now()) FROM new_investor ORDER BY account_id, external_id, file_row
    ON CONFLICT (account_id, external_id) DO NOTHING`)
  return rowCount ?? 0
}

type Encryption = { cipher: FieldCipher; seal: Sealer }

async function* toCopyText(
  encryption: Encryption,
  investors: AsyncIterable<NewInvestor> | Iterable<NewInvestor>,
): AsyncGenerator<string> {
  let chunk = ''
  for await (const investor of investors) {
    chunk += toCopyLine(encryption, investor)
    if (chunk.length < chunkLength) continue
    yield chunk
    chunk = ''
  }
  if (chunk !== '') yield chunk
}

/** The values in the order of the COPY's columns. */
function toCopyLine(encryption: Encryption, investor: NewInvestor): string {
  const sealed = sealInvestorFields(encryption, investor, investor)
  const values = [
    String(investor.fileRow),
    investor.createdAt?.toISOString() ?? null,
    investor.id,
    investor.accountId,
    investor.externalId,
    investor.name,
    investor.email,
    investor.profileType,
    investor.address,
    sealed.taxId,
    sealed.taxIdLast4,
    sealed.taxIdIndex,
    investor.bankName,
    investor.bankAccountType,
    investor.bankRoutingNumber,
    sealed.bankAccountNumber,
    sealed.bankAccountLast4,
  ]
  return `${values.map(toCopyValue).join('\t')}\n`
}

const escapes: Record<string, string> = { '\\': '\\\\', '\t': '\\t', '\n': '\\n', '\r': '\\r' }

/** A value in COPY's text format. Backslashes are escaped, so that a name `\N` does not become null. */
function toCopyValue(value: string | Buffer | null): string {
  if (value === null) return '\\N'
  if (typeof value !== 'string') return `\\\\x${value.toString('hex')}`
  return value.replace(/[\\\t\n\r]/g, (character) => escapes[character] as string)
}
