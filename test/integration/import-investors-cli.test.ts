// The command that imports investors, run as a process: what it prints, and how it ends.
import { randomBytes } from 'node:crypto'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { openTaxId } from '../../src/investors/sensitive-fields.ts'
import { createFieldCipher } from '../../src/platform/encryption/field-encryption.ts'
import { type Outcome, spawnCommand } from '../support/command.ts'
import { createTestDatabase, type TestDatabase } from '../support/database.ts'

const encryptionKey = randomBytes(32)
const account = 'Summit Ridge Capital'
let database: TestDatabase
let directory: string

beforeAll(async () => {
  database = await createTestDatabase()
  directory = await mkdtemp(join(tmpdir(), 'vestibule-import-'))
  await database.db.account.create({ data: { name: account } })
})
afterAll(async () => {
  await rm(directory, { recursive: true, force: true })
  await database.drop()
})

function runImport(args: string[], env: Record<string, string> = {}): Promise<Outcome> {
  const settings = {
    DATABASE_URL: database.databaseUrl,
    DATA_DIR: directory,
    ENCRYPTION_KEY: encryptionKey.toString('base64'),
  }
  return spawnCommand('import-investors.ts', args, { ...settings, ...env }).ended
}

async function writeCsv(text: string): Promise<string> {
  const file = join(directory, 'investors.csv')
  await writeFile(file, text)
  return file
}

it('imports a file and says how many there were', async () => {
  const file = await writeCsv('name,profile_type,tax_id\nAna,IRA,000-12-3456\nBo,JOINT,\n')
  const { exitCode, stdout, stderr } = await runImport(['--account', account, file])
  expect(stderr).toBe('')
  expect(stdout).toMatch(/^Imported 2 investors into Summit Ridge Capital in \d+\.\d s\.\n$/)
  expect(exitCode).toBe(0)
  const ana = await database.db.investor.findFirstOrThrow({ where: { name: 'Ana' } })
  expect(openTaxId(createFieldCipher(encryptionKey), ana.id, ana.taxId as Uint8Array)).toBe('000-12-3456')
})

it('a wrong file: says why, without a stack, and fails', async () => {
  const file = await writeCsv('name,profile_type\nAna,NOPE\n')
  expect(await runImport(['--account', account, file])).toEqual({
    exitCode: 1,
    stdout: '',
    stderr: [
      'Nothing was imported, because the file has a problem:',
      '  row 2, column profile_type: is not a profile type: use INDIVIDUAL, JOINT, TRUST, ENTITY or IRA',
      'Correct the file and import it again.\n',
    ].join('\n'),
  })
})

it.each([
  ['a file that is not there', {}, 'The file missing.csv does not exist. Give the path of a CSV file.\n'],
  [
    'a wrong setting',
    { PORT: 'x' },
    'The configuration is not valid:\n  - PORT must be a number from 0 to 65535\n',
  ],
])('%s: says what to do, and fails', async (_, env, stderr) => {
  expect(await runImport(['--account', account, 'missing.csv'], env)).toEqual({
    exitCode: 1,
    stdout: '',
    stderr,
  })
})

it('a database that cannot be reached', async () => {
  const file = await writeCsv('name,profile_type\nAna,IRA\n')
  const { exitCode, stderr } = await runImport(['--account', account, file], {
    DATABASE_URL: 'postgresql://postgres:secret@localhost:1/nowhere',
  })
  expect(stderr).toBe('The database cannot be reached (ECONNREFUSED): check DATABASE_URL.\n')
  expect(exitCode).toBe(1)
})

it('explains the columns', async () => {
  const { exitCode, stdout } = await runImport(['--help'])
  expect(exitCode).toBe(0)
  expect(stdout).toContain('  name                  required  the name as on tax forms, up to 300 characters')
  expect(stdout).toContain('npm run investors:import -- --account "Summit Ridge Capital" investors.csv')
})
