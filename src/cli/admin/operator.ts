// The services of the operator's commands, and their audit events.
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

/** Hints reach the running servers, which then end the streams of a member who was signed out. Workers run the jobs. */
export type Operator = NoticeServices & {
  pool: Pool
  publicUrl: string
  /** Makes the cipher of the configured keys. Only few commands need it. */
  openCipher(): FieldCipher
  /** Sends a mail and waits. @returns whether it was sent. */
  mail(mail: Mail): Promise<boolean>
}

/** The operator's name in notices and invitations. */
export const operatorName = 'The operator of the portal'

/** How long a command waits for the mail server. */
const mailSeconds = 30

/** Prints a line. */
export const say = (line: string): void => void process.stdout.write(`${line}\n`)

/** Runs a command with the configured services, and then closes them. */
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

/** Records an action of the operator. The event has no actor, because the operator is not a member. */
export const recordOperatorEvent = (
  tx: Tx,
  event: Pick<AuditEvent, 'action' | 'accountId'> & { subject: NonNullable<AuditEvent['subject']> },
  details: Prisma.InputJsonObject = {},
): Promise<void> => recordEvent(tx, { ...event, actorId: null, details: { ...details, by: 'operator' } })
