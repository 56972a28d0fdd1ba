// Makes the services of a process from its configuration.
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import type { Config } from '../config.ts'
import { jobDefinitions } from '../jobs.ts'
import { createDb } from '../platform/database/db.ts'
import { createFieldCipher } from '../platform/encryption/field-encryption.ts'
import { refuseRetiredKey } from '../platform/encryption/key-retirement.ts'
import { loadKeys } from '../platform/encryption/keys.ts'
import { createPasswords, type PasswordCost } from '../platform/encryption/passwords.ts'
import { createEvents, type EventTransport } from '../platform/events/events.ts'
import { createPostgresEvents } from '../platform/events/postgres-events.ts'
import { createJobs, type JobPeriods } from '../platform/jobs/jobs.ts'
import type { Log } from '../platform/log.ts'
import { createMailer } from '../platform/mail/mail.ts'
import type { Services } from '../platform/services.ts'
import { createStorage } from '../platform/storage/storage.ts'
import { worksOnJobs } from './work.ts'

/** Values that tests change. They are not configuration: every installation uses the values in the code. */
export type Tuning = {
  passwordCost?: PasswordCost
  jobs?: JobPeriods
}

type Settled = {
  config: Config
  log: Log
  tuning: Tuning
  databaseUrl: string
  publicUrl: string
  smtpUrl: string | undefined
}

export async function createServices(
  { config, log, tuning, databaseUrl, publicUrl, smtpUrl }: Settled,
  started: AsyncDisposableStack,
): Promise<Services> {
  const { secretKey, encryptionKey, decryptionKeys } = loadKeys(config)
  const { db, pool, close } = createDb(databaseUrl)
  started.defer(close)
  const cipher = createFieldCipher(encryptionKey, decryptionKeys)
  await refuseRetiredKey(db, cipher)
  const mailer = createMailer({ smtpUrl: smtpUrl ?? '', from: config.mailFrom, log })
  started.defer(() => mailer.close())
  const transport = config.redisUrl
    ? await openRedisEvents(config.redisUrl, log)
    : createPostgresEvents(databaseUrl, log)
  const files = config.storageUrl ?? pathToFileURL(join(config.dataDir, 'exports')).href
  return {
    db,
    pool,
    events: createEvents(transport),
    jobs: createJobs({
      databaseUrl,
      log,
      definitions: jobDefinitions,
      supervise: worksOnJobs(config),
      periods: tuning.jobs,
    }),
    mailer,
    storage: await createStorage(files),
    cipher,
    passwords: createPasswords(tuning.passwordCost),
    secretKey,
    publicUrl,
    log,
  }
}

async function openRedisEvents(redisUrl: string, log: Log): Promise<EventTransport> {
  const { createRedisEvents } = await import('../platform/events/redis-events.ts')
  return createRedisEvents(redisUrl, log)
}
