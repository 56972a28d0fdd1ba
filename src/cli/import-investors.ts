// npm run investors:import -- --account NAME FILE.csv: imports a sponsor's investors into their account.
import { createReadStream } from 'node:fs'
import { stat } from 'node:fs/promises'
import { Command } from 'commander'
import { type Config, readConfig } from '../config.ts'
import { importInvestors } from '../investors/import/import-investors.ts'
import { investorColumns } from '../investors/import/investor-row.ts'
import { createDb } from '../platform/database/db.ts'
import { createFieldCipher } from '../platform/encryption/field-encryption.ts'
import { loadKeys } from '../platform/encryption/keys.ts'
import { describeError } from './describe-error.ts'
import { withDatabase } from './open-database.ts'
import { showProgress } from './progress.ts'

const columnsTable = investorColumns
  .map(
    ({ name, required, accepts }) => `  ${name.padEnd(22)}${required ? 'required' : '        '}  ${accepts}`,
  )
  .join('\n')

const help = `
The file is CSV in UTF-8. Its first row names the columns, in any order:

${columnsTable}

Give both bank_routing_number and bank_account_number, or neither. Tax IDs and account numbers are encrypted before
they reach the database. The command imports all rows or none.

Example file:

  external_id,name,profile_type,tax_id,bank_routing_number,bank_account_number
  SR-1001,"Ferreira, Inês",INDIVIDUAL,000-12-3456,130000006,0004471920

Example:

  npm run investors:import -- --account "Summit Ridge Capital" investors.csv
`

async function run(path: string, { account }: { account: string }): Promise<void> {
  const config = readConfig()
  const size = await readSize(path)
  const { imported, seconds } = await withDatabase(config, (databaseUrl) =>
    importFile(config, databaseUrl, path, size, account),
  )
  const count = `${imported.toLocaleString('en-US')} ${imported === 1 ? 'investor' : 'investors'}`
  process.stdout.write(`Imported ${count} into ${account} in ${seconds.toFixed(1)} s.\n`)
}

async function readSize(path: string): Promise<number> {
  const found = await stat(path).catch(() => null)
  if (!found) throw new Error(`The file ${path} does not exist. Give the path of a CSV file.`)
  if (found.isDirectory()) throw new Error(`${path} is a directory. Give the path of a CSV file.`)
  return found.size
}

async function importFile(
  config: Config,
  databaseUrl: string,
  path: string,
  size: number,
  accountName: string,
) {
  const { pool, close } = createDb(databaseUrl)
  const csv = createReadStream(path)
  // Ctrl-C ends the import in order, so that a database that the command started is stopped. Nothing is imported.
  const stop = () => csv.destroy(new Error('Stopped. Nothing was imported.'))
  process.once('SIGINT', stop)
  const bar = showProgress('Reading', size)
  const onProgress = () => bar.update(csv.bytesRead)
  const startedAt = performance.now()
  try {
    const { encryptionKey, decryptionKeys } = loadKeys(config)
    const cipher = createFieldCipher(encryptionKey, decryptionKeys)
    const { imported } = await importInvestors({ pool, cipher, accountName, csv, onProgress })
    return { imported, seconds: (performance.now() - startedAt) / 1000 }
  } finally {
    bar.stop()
    process.off('SIGINT', stop)
    await close()
  }
}

try {
  await new Command('investors:import')
    .description("Import a sponsor's investors from a CSV file into their account.")
    .usage('--account <name> <file.csv>')
    .argument('<file.csv>', 'the file to import')
    .requiredOption('--account <name>', 'the account that the investors belong to')
    .addHelpText('after', help)
    .action(run)
    .parseAsync()
} catch (error) {
  process.stderr.write(`${describeError(error, 'so nothing was imported. Import the file again.')}\n`)
  process.exitCode = 1
}
