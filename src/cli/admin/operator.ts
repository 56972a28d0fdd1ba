// What the operator's commands work with, and the traces that they leave.
import type { Pool } from 'pg'
import { type AuditEvent, recordEvent } from '../../audit/record-event.ts'
import { deliverNotice } from '../../auth/notices/notices.ts'
import { type Config, readConfig } from '../../config.ts'
import type { Prisma } from '../../generated/prisma/client.ts'
import { createDb, type Db, type Tx } from '../../platform/database/db.ts'
import { createFieldCipher, type FieldCipher } from '../../platform/encryption/field-encryption.ts'
import { loadKeys } from '../../platform/encryption/keys.ts'
import { createEvents, type Events } from '../../platform/events/events.ts'
import { createPostgresEvents } from '../../platform/events/postgres-events.ts'
import { createRedisEvents } from '../../platform/events/redis-events.ts'
import { createLog } from '../../platform/log.ts'
import { createMailer, type Mail, type Mailer } from '../../platform/mail/mail.ts'
import type { Services } from '../../platform/services.ts'
import { withDatabase } from '../open-database.ts'

export type Operator = {
  db: Db
  pool: Pool
  /** Announces to the running servers: streams of a member who is signed out end at once. */
  events: Events
  publicUrl: string
  /** The configured keys: few commands need them. */
  openCipher(): FieldCipher
  /** Sends and waits. Returns whether the mail was sent. */
  mail(mail: Mail): Promise<boolean>
  /** Tells members that something about their sign-in was changed, and says when that was not possible. */
  notify(members: Recipient[], change: Change): Promise<void>
}

type Recipient = { id: string; email: string }
type Change = { kind: string; subject: string; happened: string }

/** Who did it, in notices. */
export const operatorName = 'The operator of the portal'

/** How long a command waits for the mail server. */
const mailSeconds = 30

/** A line for the person at the terminal. */
export const say = (line: string): void => void process.stdout.write(`${line}\n`)

/** Runs a command with the configured services, and closes them. */
export async function asOperator(command: (operator: Operator) => Promise<void>): Promise<void> {
  const config = readConfig()
  await withDatabase(config, async (databaseUrl) => {
    const { db, pool, close } = createDb(databaseUrl)
    const log = createLog('silent', false)
    const transport = config.redisUrl
      ? createRedisEvents(config.redisUrl, log)
      : createPostgresEvents(databaseUrl, log)
    const mailer = config.smtpUrl
      ? createMailer({ smtpUrl: config.smtpUrl, from: config.mailFrom, log })
      : null
    try {
      await command(createOperator(config, { db, pool, log, events: createEvents(transport) }, mailer))
    } finally {
      await transport.stop()
      await mailer?.close()
      await close()
    }
  })
}

function createOperator(
  config: Config,
  { db, pool, events, log }: Pick<Services, 'db' | 'pool' | 'events' | 'log'>,
  mailer: Mailer | null,
): Operator {
  const publicUrl = config.publicUrl ?? `http://localhost:${config.port}`
  const mail = async (content: Mail) =>
    (await mailer?.send(content, { validForSeconds: mailSeconds })) === 'sent'
  return {
    db,
    pool,
    events,
    publicUrl,
    openCipher: () => {
      const { encryptionKey, decryptionKeys } = loadKeys(config)
      return createFieldCipher(encryptionKey, decryptionKeys)
    },
    mail,
    async notify(members, change) {
      if (!mailer) return say('Nobody was told by mail, since SMTP_URL is not set: tell them.')
      const unsent: string[] = []
      const noting = {
        send: async (content: Mail) => {
          const sent = await mail(content)
          if (!sent) unsent.push(content.to)
          return sent ? ('sent' as const) : ('gave-up' as const)
        },
        close: async () => {},
      }
      for (const member of members) {
        await deliverNotice({ db, events, log, publicUrl, mailer: noting }, member, {
          ...change,
          client: null,
        })
      }
      if (unsent.length > 0) {
        say(`The mail to ${unsent.join(', ')} was not sent: tell them, and check SMTP_URL.`)
      }
    },
  }
}

/** Notes what the operator did: nobody of an account, so without an actor. */
export const recordOperatorEvent = (
  tx: Tx,
  event: Pick<AuditEvent, 'action' | 'accountId'> & { subject: NonNullable<AuditEvent['subject']> },
  details: Prisma.InputJsonObject = {},
): Promise<void> => recordEvent(tx, { ...event, actorId: null, details: { ...details, by: 'operator' } })
