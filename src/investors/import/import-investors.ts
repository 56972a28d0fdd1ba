// Imports a file of investors into an account: all rows or none.
import type { Readable } from 'node:stream'
import type { Pool, PoolClient } from 'pg'
import { inTransaction } from '../../platform/database/transaction.ts'
import { createUuid } from '../../platform/database/uuid.ts'
import type { FieldCipher } from '../../platform/encryption/field-encryption.ts'
import { type FileProblem, readInvestorCsv, UnreadableFileError } from './read-investor-csv.ts'
import { insertStagedInvestors, type NewInvestor, stageInvestors } from './write-investors.ts'

const listedProblems = 20
const rowsPerProgress = 1000

/** Nothing was imported. The message says why and what to do, and contains no sensitive value. */
export class InvestorImportError extends Error {
  override name = 'InvestorImportError'
}

type InvestorImport = {
  pool: Pool
  cipher: FieldCipher
  accountName: string
  csv: Readable
  /** Called with the number of rows read, after every `rowsPerProgress`. */
  onProgress?: (rowsRead: number) => void
}

/**
 * Imports a CSV file into the account with this name, in one transaction.
 * @throws InvestorImportError when there is no such account or the file has a problem. Then nothing was imported.
 */
export async function importInvestors(input: InvestorImport): Promise<{ imported: number }> {
  // A file that cannot be opened emits its error before anything reads it. Without a listener, this would end the process.
  // The reader gets the error too.
  input.csv.on('error', () => {})
  try {
    return await inTransaction(input.pool, (client) => importIn(client, input))
  } catch (error) {
    throw error instanceof UnreadableFileError
      ? new InvestorImportError(`Nothing was imported. ${error.message}.`)
      : error
  } finally {
    input.csv.destroy()
  }
}

async function importIn(client: PoolClient, input: InvestorImport): Promise<{ imported: number }> {
  const accountId = await findAccount(client, input.accountName)
  const problems = createProblemList()
  const staged = await stageInvestors(client, input.cipher, validInvestors(input, accountId, problems.add))
  problems.addAll(await findTakenExternalIds(client))
  problems.throwIfAny()
  if (staged === 0)
    throw new InvestorImportError('Nothing was imported: the file has a header and no investors.')
  const imported = await insertStagedInvestors(client)
  // Fewer than staged: another import has committed some of these external ids meanwhile.
  if (imported < staged) problems.addAll(await findTakenExternalIds(client))
  problems.throwIfAny()
  return { imported }
}

async function findAccount(client: PoolClient, name: string): Promise<string> {
  const found = await client.query<{ id: string }>('SELECT id FROM account WHERE name = $1', [name])
  if (found.rows[0]) return found.rows[0].id
  const all = await client.query<{ name: string }>('SELECT name FROM account ORDER BY name LIMIT 50')
  const names = all.rows.map((row) => `"${row.name}"`).join(', ')
  throw new InvestorImportError(
    names === ''
      ? 'Nothing was imported: there are no accounts in this database yet. The first `npm start` makes the demo accounts.'
      : `Nothing was imported: there is no account named "${name}". Use one of: ${names}.`,
  )
}

/** Yields the valid rows. Collects the problems of the others, so that one message lists them all. */
async function* validInvestors(
  { csv, onProgress }: InvestorImport,
  accountId: string,
  addProblem: (problem: FileProblem) => void,
): AsyncGenerator<NewInvestor> {
  let rowsRead = 0
  for await (const fileRow of readInvestorCsv(csv)) {
    if ('investor' in fileRow)
      yield { ...fileRow.investor, id: createUuid(), accountId, fileRow: fileRow.row }
    else fileRow.problems.forEach(addProblem)
    rowsRead += 1
    if (rowsRead % rowsPerProgress === 0) onProgress?.(rowsRead)
  }
}

type Problems = { first: FileProblem[]; total: number }

/** The staged rows whose external id belongs to an earlier row or to an investor of the account. */
async function findTakenExternalIds(client: PoolClient): Promise<Problems> {
  const { rows } = await client.query<{ row: number; firstRow: number; total: number }>(
    `WITH numbered AS (
       SELECT id, account_id, external_id, file_row, min(file_row) OVER (PARTITION BY external_id) AS first_row
       FROM new_investor WHERE external_id IS NOT NULL
     )
     SELECT file_row AS row, first_row AS "firstRow", count(*) OVER ()::integer AS total
     FROM numbered LEFT JOIN investor USING (account_id, external_id)
     WHERE file_row > first_row OR investor.id <> numbered.id
     ORDER BY file_row LIMIT $1`,
    [listedProblems],
  )
  const describe = ({ row, firstRow }: { row: number; firstRow: number }): FileProblem => ({
    row,
    column: 'external_id',
    message:
      row > firstRow
        ? `is the same as in row ${firstRow}: give each investor its own, or remove one of the rows`
        : 'belongs to an investor that the account already has: remove the row',
  })
  return { first: rows.map(describe), total: rows[0]?.total ?? 0 }
}

function createProblemList() {
  const first: FileProblem[] = []
  let total = 0
  return {
    add(problem: FileProblem): void {
      total += 1
      if (first.length < listedProblems) first.push(problem)
    },
    addAll(more: Problems): void {
      total += more.total
      first.push(...more.first)
    },
    throwIfAny(): void {
      if (total > 0) throw new InvestorImportError(describeProblems({ first, total }))
    },
  }
}

function describeProblems({ first, total }: Problems): string {
  const listed = first.sort((a, b) => a.row - b.row).slice(0, listedProblems)
  const lines = listed.map(({ row, column, message }) =>
    column ? `  row ${row}, column ${column}: ${message}` : `  row ${row}: ${message}`,
  )
  const count = total === 1 ? 'a problem' : `${total.toLocaleString('en-US')} problems`
  const more = total - listed.length
  return [
    `Nothing was imported, because the file has ${count}:`,
    ...lines,
    ...(more > 0 ? [`  and ${more.toLocaleString('en-US')} more`] : []),
    'Correct the file and import it again.',
  ].join('\n')
}
