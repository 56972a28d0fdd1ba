// What the operator's commands work with, and how they are recorded.
import type { Pool } from 'pg'
import { type AuditEvent, recordEvent } from '../../audit/record-event.ts'
import { type Config, readConfig } from '../../config.ts'
import type { Prisma } from '../../generated/prisma/client.ts'
import { jobDefinitions } from '../../jobs.ts'
import { createDb, type Tx } from '../../platform/database/db.ts'
import { createFieldCipher, type FieldCipher } from '../../platform/encryption/field-encryption.ts'
import { loadKeys } from '../../platform/encryption/keys.ts'
import { createEvents } from '../../platform/events/events.ts'
import { createPostgresEvents } from '../../platform/events/postgres-events.ts'
import { createRedisEvents } from '../../platform/events/redis-events.ts'
import { createJobs } from '../../platform/jobs/jobs.ts'
import { createLog } from '../../platform/log.ts'
import { createMailer, type Mail, type Mailer } from '../../platform/mail/mail.ts'
import type { NoticeServices } from '../../platform/services.ts'
import { withDatabase } from '../open-database.ts'

/** Events reach the running servers, which end the streams of a member who is signed out. Workers run the jobs. */
export type Operator = NoticeServices & {
  pool: Pool
  publicUrl: string
  /** The configured keys: few commands need them. */
  openCipher(): FieldCipher
  /** Sends and waits. Returns whether the mail was sent. */
  mail(mail: Mail): Promise<boolean>
}

/** Who did it, as notices and invitations say. */
export const operatorName = 'The operator of the portal'

/** How long a command waits for the mail server. */
const mailSeconds = 30

/** A line for the person at the terminal. */
export const say = (line: string): void => void process.stdout.write(`${line}\n`)

/** Runs a command with the configured services, and closes them. */
export async function asOperator(
  command: (operator: Operator) => Promise<void>,
  config = readConfig(),
): Promise<void> {
  await withDatabase(config, async (databaseUrl) => {
    const { db, pool, close } = createDb(databaseUrl)
    const log = createLog('silent', false)
    const transport = config.redisUrl
      ? createRedisEvents(config.redisUrl, log)
      : createPostgresEvents(databaseUrl, log)
    const jobs = createJobs({ databaseUrl, log, definitions: jobDefinitions, supervise: false })
    const mailer = config.smtpUrl
      ? createMailer({ smtpUrl: config.smtpUrl, from: config.mailFrom, log })
      : null
    try {
      await jobs.start()
      const services = { db, pool, log, jobs, events: createEvents(transport) }
      await command(createOperator(config, services, mailer))
    } finally {
      await jobs.stop()
      await transport.stop()
      await mailer?.close()
      await close()
    }
  })
}

function createOperator(
  config: Config,
  services: NoticeServices & { pool: Pool },
  mailer: Mailer | null,
): Operator {
  return {
    ...services,
    publicUrl: config.publicUrl ?? `http://localhost:${config.port}`,
    openCipher: () => {
      const { encryptionKey, decryptionKeys } = loadKeys(config)
      return createFieldCipher(encryptionKey, decryptionKeys)
    },
    mail: async (content) => (await mailer?.send(content, { validForSeconds: mailSeconds })) === 'sent',
  }
}

/** Records what the operator did. Without an actor: the operator is no member of an account. */
export const recordOperatorEvent = (
  tx: Tx,
  event: Pick<AuditEvent, 'action' | 'accountId'> & { subject: NonNullable<AuditEvent['subject']> },
  details: Prisma.InputJsonObject = {},
): Promise<void> => recordEvent(tx, { ...event, actorId: null, details: { ...details, by: 'operator' } })
