// The real app on a database, a data directory and a port of its own, and the ways in which clients reach it.
import { randomBytes } from 'node:crypto'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Writable } from 'node:stream'
import { type Logger, pino } from 'pino'
import type { Tuning } from '../../src/app/services.ts'
import { startApp } from '../../src/app.ts'
import type { Config } from '../../src/config.ts'
import { beginTestSession } from './begin-session.ts'
import { type ApiClient, createClient } from './client.ts'
import { createTestDatabase, type TestDatabase } from './database.ts'
import { testEncryptionKey } from './keys.ts'
import { testPasswordCost } from './passwords.ts'

/** For tests that wait until every try of a job has failed. */
export const quickTries = { retrySeconds: 1, longestRetrySeconds: 1, lookSeconds: 2 }

export type TestApp = TestDatabase & {
  url: string
  /** Everything that was logged, a JSON line each. */
  logs: string[]
  dataDir: string
  /** A client that is not signed in. */
  anonymous: ApiClient
  /** A client with a new session of a member, whatever their account asks for at sign-in. */
  signIn(email: string): Promise<ApiClient>
  /** Mails to an address, newest first. */
  mailsTo(address: string): Promise<{ subject: string; text: string; html: string }[]>
  stop(): Promise<void>
}

/** Starts the app on a clone of the demo data. `config` and `tuning` override what a test needs otherwise. */
export async function startTestApp(
  config: Partial<Config> = {},
  database?: TestDatabase,
  tuning: Tuning = {},
): Promise<TestApp> {
  const own = database ?? (await createTestDatabase({ demoData: true }))
  const dataDir = await mkdtemp(join(tmpdir(), 'vestibule-app-'))
  const logs: string[] = []
  const app = await startApp({ ...testConfig(own.databaseUrl, dataDir), ...config }, collectLogs(logs), {
    passwordCost: testPasswordCost,
    ...tuning,
  })
  const url = `http://127.0.0.1:${app.address?.port}`
  const anonymous = createClient(url)
  return {
    ...own,
    url,
    logs,
    dataDir,
    anonymous,
    signIn: async (email) => {
      const { id } = await own.db.teamMember.findUniqueOrThrow({ where: { email }, select: { id: true } })
      return createClient(url, (await beginTestSession(own.db, id)).sessionToken)
    },
    mailsTo: async (address) => {
      const response = await fetch(`${url}/inbox/messages.json?to=${encodeURIComponent(address)}`)
      return (await response.json()) as { subject: string; text: string; html: string }[]
    },
    stop: async () => {
      await app.stop()
      if (!database) await own.drop()
      await rm(dataDir, { recursive: true, force: true })
    },
  }
}

function testConfig(databaseUrl: string, dataDir: string): Config {
  return {
    production: false,
    port: 0,
    host: '127.0.0.1',
    publicUrl: null,
    dataDir,
    databaseUrl,
    smtpUrl: null,
    mailFrom: 'Vestibule <portal@vestibule.example>',
    redisUrl: null,
    storageUrl: null,
    secretKey: randomBytes(32),
    encryptionKey: testEncryptionKey,
    decryptionKeys: [],
    allowedOrigins: [],
    role: 'all',
    logLevel: 'info',
  }
}

function collectLogs(lines: string[]): Logger {
  const stream = new Writable({
    write(chunk, _encoding, done) {
      lines.push(String(chunk))
      done()
    },
  })
  return pino({ base: null }, stream)
}
