// The services of one process on a test's database, without HTTP: for calling the verbs directly.
import { randomBytes } from 'node:crypto'
import { readdirSync, readlinkSync } from 'node:fs'
import { mkdtemp, readdir, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Readable } from 'node:stream'
import { pathToFileURL } from 'node:url'
import { pino } from 'pino'
import { demoMembers } from '../../prisma/seed.ts'
import type { Actor } from '../../src/identity/actor.ts'
import type { CurrentSession } from '../../src/identity/session.ts'
import { jobDefinitions } from '../../src/jobs.ts'
import { createFieldCipher } from '../../src/platform/encryption/field-encryption.ts'
import { createEvents } from '../../src/platform/events/events.ts'
import { createPostgresEvents } from '../../src/platform/events/postgres-events.ts'
import { createJobs } from '../../src/platform/jobs/jobs.ts'
import { createMailer } from '../../src/platform/mail/mail.ts'
import type { Services } from '../../src/platform/services.ts'
import { createStorage } from '../../src/platform/storage/storage.ts'
import { beginTestSession } from './begin-session.ts'
import { createTestDatabase, type TestDatabase } from './database.ts'
import { testEncryptionKey } from './keys.ts'
import { testPasswords } from './passwords.ts'

export type TestServices = Services & {
  database: TestDatabase
  /** Everything that was logged, a JSON line each. */
  logs: string[]
  filesDir: string
  /** The files of exports that there are, such as `ID/1.enc`. */
  files(): Promise<string[]>
  /** A new session of a demo member. */
  signIn(email: string): Promise<CurrentSession>
  stop(): Promise<void>
}

/** Starts events and the sending of jobs; nobody works on the jobs. */
export async function startTestServices(): Promise<TestServices> {
  const database = await createTestDatabase({ demoData: true })
  const filesDir = await mkdtemp(join(tmpdir(), 'vestibule-files-'))
  const logs: string[] = []
  const log = pino({ base: null }, { write: (line: string) => void logs.push(line) })
  const { databaseUrl, db, pool } = database
  const services: Services = {
    db,
    pool,
    events: createEvents(createPostgresEvents(databaseUrl, log)),
    jobs: createJobs({ databaseUrl, log, definitions: jobDefinitions, supervise: false }),
    mailer: createMailer({ smtpUrl: 'smtp://127.0.0.1:9', from: 'Portal <portal@vestibule.example>', log }),
    storage: await createStorage(pathToFileURL(filesDir).href),
    cipher: createFieldCipher(testEncryptionKey),
    passwords: testPasswords,
    secretKey: randomBytes(32),
    publicUrl: 'http://localhost:4000',
    log,
  }
  await services.events.start()
  await services.jobs.start()
  return {
    ...services,
    database,
    logs,
    filesDir,
    files: () => listFiles(filesDir),
    signIn: (email) => signIn(db, email),
    async stop() {
      await services.jobs.stop()
      await services.events.stop()
      await services.mailer.close()
      await database.drop()
      await rm(filesDir, { recursive: true, force: true })
    },
  }
}

/** A client of which nothing is known. */
export const nowhere = { ipAddress: null, userAgent: null }

/** The member of a session, with such a client. */
export const asActor = (session: CurrentSession): Actor => ({ session, client: nowhere })

/** The files below a directory, as paths from there. */
export async function listFiles(dir: string): Promise<string[]> {
  const entries = await readdir(dir, { recursive: true, withFileTypes: true })
  return entries
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name).slice(dir.length + 1))
    .sort()
}

/** The files below a directory that this process holds open. Linux tells; elsewhere it is none. */
export function listOpenFiles(dir: string): string[] {
  if (process.platform !== 'linux') return []
  return readdirSync('/proc/self/fd')
    .map((descriptor) => {
      try {
        return readlinkSync(`/proc/self/fd/${descriptor}`)
      } catch {
        // The descriptor with which the list was read.
        return ''
      }
    })
    .filter((path) => path.startsWith(dir))
}

/** The id of a demo member. */
export function memberId(email: string): string {
  const found = demoMembers.find((member) => member.email === email)
  if (!found) throw new Error(`${email} is not a demo member`)
  return found.id
}

async function signIn(db: Services['db'], email: string): Promise<CurrentSession> {
  const signedIn = await beginTestSession(db, memberId(email))
  return signedIn.session
}

/** A storage that waits: after a file's first 64 KiB, or when all of it is written. */
export function pauseStorage(
  services: TestServices,
  place: 'midway' | 'written',
): { services: TestServices; reached: Promise<void>; resume: () => void } {
  const reached = Promise.withResolvers<void>()
  const resumed = Promise.withResolvers<void>()
  const pause = () => {
    reached.resolve()
    return resumed.promise
  }
  async function* slowly(source: Readable) {
    for await (const piece of source) {
      yield piece
      if (place === 'midway' && piece.length > 60_000) await pause()
    }
  }
  const storage: TestServices['storage'] = {
    ...services.storage,
    async put(key, source, signal) {
      await services.storage.put(key, Readable.from(slowly(source)), signal)
      if (place === 'written') await pause()
    },
  }
  return { services: { ...services, storage }, reached: reached.promise, resume: resumed.resolve }
}
