// The operator's import while the server runs on the same data directory: it borrows the server's database.

import { writeFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { afterAll, beforeAll, expect, it, vi } from 'vitest'
import { E2eInvestorsDocument } from '../support/gql/graphql.ts'
import {
  cleanUp,
  createDataDir,
  type Program,
  postgresPid,
  runProgram,
  startProgram,
} from '../support/process.ts'
import { signIn } from '../support/sign-in-steps.ts'

// On a machine that may be busy.
vi.setConfig({ testTimeout: 60_000 })

let dataDir: string
let server: Program
beforeAll(async () => {
  dataDir = await createDataDir()
  server = await startProgram({ env: { DATA_DIR: dataDir } })
})
afterAll(cleanUp)

async function importCsv(rows: string[]): Promise<Program> {
  const file = join(dirname(dataDir), 'investors.csv')
  await writeFile(file, `${['external_id,name,profile_type,tax_id', ...rows].join('\n')}\n`)
  const command = ['--import', './src/require-node.js', 'src/cli/import-investors.ts']
  const args = [...command, '--account', 'Summit Ridge Capital', file]
  return runProgram({ args, env: { DATA_DIR: dataDir } })
}

it('brings investors into the running portal, under its keys', async () => {
  const postgres = postgresPid(join(dataDir, 'postgres'))
  const owner = await signIn(server.url(), 'owner@summitridge.example')
  expect((await owner.request(E2eInvestorsDocument)).investors.totalCount).toBe(1200)

  const command = await importCsv([
    'SR-9001,Zebulon Import One,INDIVIDUAL,000-12-3456',
    'SR-9002,"Zebulon, Import Two",TRUST,000-65-4321',
    'SR-9003,Zebulon Import Three,IRA,',
  ])
  await command.waitFor(/^Imported/)
  // After that line it ends without delay.
  expect(await command.ending(5_000)).toEqual({
    code: 0,
    signal: null,
    stdout: expect.stringMatching(/^Imported 3 investors into Summit Ridge Capital in \d+\.\d s\.\n$/),
    stderr: '',
  })
  expect((await owner.request(E2eInvestorsDocument)).investors.totalCount).toBe(1203)
  expect(await owner.request(E2eInvestorsDocument, { search: 'zebulon' })).toEqual({
    investors: {
      totalCount: 3,
      nodes: [
        { name: 'Zebulon Import One', maskedTaxId: '•••• 3456', maskedBankAccount: null },
        { name: 'Zebulon Import Three', maskedTaxId: null, maskedBankAccount: null },
        { name: 'Zebulon, Import Two', maskedTaxId: '•••• 4321', maskedBankAccount: null },
      ],
    },
  })
  expect(postgresPid(join(dataDir, 'postgres'))).toBe(postgres)
})

it('imports nothing of a file with a mistake, and the server goes on', async () => {
  const command = await importCsv(['SR-9004,Quentin Import Four,INDIVIDUAL,', 'SR-9005,Quentin,KING,'])
  const { code, stdout, stderr } = await command.ending()
  expect({ code, stdout }).toEqual({ code: 1, stdout: '' })
  expect(stderr).toContain('row 3, column profile_type: is not a profile type')
  const owner = await signIn(server.url(), 'owner@summitridge.example')
  expect((await owner.request(E2eInvestorsDocument)).investors.totalCount).toBe(1203)
})
