// The whole job as a newcomer has it: nothing is configured, everything is reached from outside the process.

import { createHash } from 'node:crypto'
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { parse } from 'csv-parse/sync'
import { Client } from 'pg'
import { afterAll, beforeAll, expect, it, vi } from 'vitest'
import { openBankAccountNumber, openTaxId } from '../../src/investors/sensitive-fields.ts'
import { createFieldCipher } from '../../src/platform/encryption/field-encryption.ts'
import { type ApiClient, createClient } from '../support/client.ts'
import {
  E2eExportCompletedDocument,
  E2eExportsDocument,
  E2eNotificationReceivedDocument,
  E2eOneExportDocument,
  E2eRequestExportDocument,
  LogOutDocument,
  WhoAmIDocument,
} from '../support/gql/graphql.ts'
import {
  cleanUp,
  createDataDir,
  isRunning,
  type Program,
  postgresPid,
  startProgram,
} from '../support/process.ts'
import { as, login, verify, wrongCode } from '../support/sign-in-steps.ts'
import { codeTo, mailsTo, requestExport } from './api.ts'

// On a machine that may be busy.
vi.setConfig({ testTimeout: 60_000 })

const ownerEmail = 'owner@summitridge.example'
const columns = [
  ...['external_id', 'name', 'email', 'profile_type', 'address', 'tax_id'],
  ...['bank_name', 'bank_account_type', 'bank_routing_number', 'bank_account_number'],
]

let dataDir: string
let program: Program
let database: Client
let owner: ApiClient
let trustedDeviceToken: string | null
let exportId: string

beforeAll(async () => {
  dataDir = await createDataDir()
  program = await startProgram({ env: { DATA_DIR: dataDir } })
  database = new Client({ connectionString: await readFile(join(dataDir, 'database-url'), 'utf8') })
  await database.connect()
})
afterAll(async () => {
  await database?.end()
  await cleanUp()
})

it('says what runs where, and how to sign in', () => {
  const port = new URL(program.url()).port
  expect(program.stdout()).toBe(`
Vestibule is ready (all).

  Portal     http://localhost:${port}/
  GraphiQL   http://localhost:${port}/graphql
  Inbox      http://localhost:${port}/inbox  every email that this server sends
  Data       ${dataDir}/postgres
  Files      ${dataDir}/exports

  Demo sign-ins, all with the password violet-harbor-quilt-92
    owner@summitridge.example         SUPER_ADMIN  Sensitive Data Access
    finance@summitridge.example       ADMIN        Sensitive Data Access
    relations@summitridge.example     ADMIN
    analyst@summitridge.example       VIEWER
    owner@harborpoint.example         SUPER_ADMIN  Sensitive Data Access

To begin, open the portal, sign in as the owner and request an export. Stop with Ctrl-C.

`)
})

it('asks for a code where the account has MFA on, and takes no other one', async () => {
  await database.query(`UPDATE account SET mfa_enabled = true WHERE name = 'Summit Ridge Capital'`)
  const { challengeToken, code } = await askForCode(ownerEmail, 'o•••@summitridge.example')
  const anonymous = createClient(program.url())
  expect(await verify(anonymous, challengeToken, wrongCode(code))).toEqual({
    __typename: 'InvalidCodeError',
    code: 'INVALID_CODE',
    message: 'Incorrect code. 4 attempts left.',
    attemptsRemaining: 4,
  })

  const signedIn = as('LoginSuccess', await verify(anonymous, challengeToken, code, true))
  expect(signedIn).toMatchObject({
    viewer: { teamMember: { email: ownerEmail } },
    sessionToken: expect.stringMatching(/^[\w-]{43}$/),
    trustedDeviceToken: expect.stringMatching(/^[\w-]{43}$/),
  })
  owner = createClient(program.url(), signedIn.sessionToken ?? '')
  trustedDeviceToken = signedIn.trustedDeviceToken
})

it('makes an export, announces it live, and gives its owner the file with every value right', async () => {
  const completed = await owner.subscribe(E2eExportCompletedDocument)
  const bell = await owner.subscribe(E2eNotificationReceivedDocument)
  const live = [completed.next(), bell.next()] as const

  const requested = await requestExport(owner, 'BANKING_AND_TAX_INFORMATION')
  exportId = requested.id
  expect(requested).toEqual({
    id: exportId,
    status: 'PROCESSING',
    fileName: expect.stringMatching(/^banking-and-tax-information-\d{4}-\d\d-\d\d\.csv$/),
  })
  const { exportCompleted } = await live[0]
  expect(exportCompleted).toEqual({
    id: exportId,
    status: 'COMPLETED',
    rowCount: 1200,
    sha256: expect.stringMatching(/^[\da-f]{64}$/),
    downloadPath: expect.stringMatching(/^\/exports\/[\da-f-]{36}\/download$/),
  })
  const downloadPath = exportCompleted.downloadPath ?? ''
  expect(await live[1]).toEqual({
    notificationReceived: {
      // The other two: a wrong code was entered, and a device is remembered.
      unreadCount: 3,
      notification: {
        kind: 'EXPORT_COMPLETED',
        title: 'Banking and tax information export is ready',
        body: '1,200 investors. The file can be downloaded for 72 hours.',
        export: { id: exportId, downloadPath },
      },
    },
  })
  await Promise.all([completed.stop(), bell.stop()])

  const response = await owner.get(downloadPath)
  const file = Buffer.from(await response.arrayBuffer())
  expect(response.status).toBe(200)
  expect(response.headers.get('content-disposition')).toBe(`attachment; filename="${requested.fileName}"`)
  expect(createHash('sha256').update(file).digest('hex')).toBe(exportCompleted.sha256)
  const [header, ...records] = parse(file) as string[][]
  expect(header).toEqual(columns)
  expect(records.map((record) => record.map(undoFormulaRule))).toEqual(await readInvestors())
})

it('gives it to nobody else, not even to a colleague with Sensitive Data Access', async () => {
  const { challengeToken, code } = await askForCode('finance@summitridge.example', 'f•••@summitridge.example')
  const signedIn = as('LoginSuccess', await verify(createClient(program.url()), challengeToken, code))
  expect(signedIn.trustedDeviceToken).toBe(null)
  const colleague = createClient(program.url(), signedIn.sessionToken ?? '')

  expect(await colleague.request(E2eOneExportDocument, { id: exportId })).toEqual({
    export: null,
    node: null,
  })
  expect(await colleague.request(E2eExportsDocument)).toEqual({ exports: { totalCount: 0, nodes: [] } })
  const own = await owner.request(E2eOneExportDocument, { id: exportId })
  const response = await colleague.get(own.export?.downloadPath ?? '')
  expect([response.status, await response.json()]).toEqual([
    404,
    { error: { code: 'NOT_FOUND', message: 'There is no such export, or its file was deleted.' } },
  ])
  const { rows } = await database.query('SELECT download_count FROM export')
  expect(rows).toEqual([{ download_count: 1 }])
})

it('asks a remembered device for no code, and opens nothing after signing out', async () => {
  const signedIn = as(
    'LoginSuccess',
    await login(createClient(program.url()), ownerEmail, { trustedDeviceToken }),
  )
  expect(signedIn.trustedDeviceToken).toBe(null)
  const remembered = createClient(program.url(), signedIn.sessionToken ?? '')
  expect(await remembered.request(WhoAmIDocument)).toEqual({ viewer: { teamMember: { email: ownerEmail } } })
  // One code, at the first sign-in. The other mails are security notices.
  const mails = await mailsTo(program.url(), ownerEmail, 1)
  expect(mails.filter(({ subject }) => subject === 'Your Vestibule sign-in code')).toHaveLength(1)

  const { export: own } = await remembered.request(E2eOneExportDocument, { id: exportId })
  expect(await remembered.request(LogOutDocument)).toMatchObject({ logout: { __typename: 'LogoutSuccess' } })
  expect(await remembered.request(WhoAmIDocument)).toEqual({ viewer: null })
  const refused = await remembered.send(E2eRequestExportDocument, { input: { kind: 'TAX_INFORMATION' } })
  expect(refused.errors?.map((error) => error.extensions?.code)).toEqual(['UNAUTHENTICATED'])
  expect((await remembered.get(own?.downloadPath ?? '')).status).toBe(401)
  await expect(remembered.subscribe(E2eExportCompletedDocument)).rejects.toMatchObject({ code: 4401 })
  expect(await owner.request(WhoAmIDocument)).toEqual({ viewer: { teamMember: { email: ownerEmail } } })
})

it('stops in order when it is told to, open streams or not', async () => {
  const postgres = postgresPid(join(dataDir, 'postgres'))
  const bell = await owner.subscribe(E2eNotificationReceivedDocument)
  const closed = new Promise((resolve) => bell.socket.on('closed', resolve))
  await database.end()
  program.signal('SIGTERM')
  const { code, stderr } = await program.ending(10_000)
  expect({ code, stderr }).toEqual({ code: 0, stderr: '' })
  expect(await closed).toMatchObject({ code: 1001 })
  expect(isRunning(postgres)).toBe(false)
})

/** Gives the password, and reads the code from the inbox. */
async function askForCode(email: string, sentTo: string) {
  const challenge = as('VerificationRequired', await login(createClient(program.url()), email))
  expect(challenge).toMatchObject({
    challengeToken: expect.stringMatching(/^[\w-]{43}$/),
    sentTo,
    rememberMeAllowed: true,
  })
  return { challengeToken: challenge.challengeToken, code: await codeTo(program.url(), email) }
}

/** Removes the apostrophe with which the export prefixes cells that a spreadsheet would run as a formula. */
const undoFormulaRule = (cell: string) => (/^'+[=+\-@\t\r\n\0]/.test(cell) ? cell.slice(1) : cell)

/** The account's investors as stored, decrypted, in the order of the file. */
async function readInvestors(): Promise<string[][]> {
  const keys = JSON.parse(await readFile(join(dataDir, 'keys.json'), 'utf8'))
  const cipher = createFieldCipher(Buffer.from(keys.encryptionKey, 'base64'))
  const { rows } = await database.query(
    `SELECT i.* FROM investor i JOIN account a ON a.id = i.account_id
     WHERE a.name = 'Summit Ridge Capital' ORDER BY i.name, i.id`,
  )
  return rows.map((row) => {
    const plain = {
      ...row,
      tax_id: row.tax_id && openTaxId(cipher, row.id, row.tax_id),
      bank_account_number:
        row.bank_account_number && openBankAccountNumber(cipher, row.id, row.bank_account_number),
    }
    return columns.map((column) => plain[column] ?? '')
  })
}
