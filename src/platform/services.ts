// The services that verbs work with. The start makes them once, and a verb takes one of the named sets.
import type { Pool } from 'pg'
import type { Db } from './database/db.ts'
import type { FieldCipher } from './encryption/field-encryption.ts'
import type { Passwords } from './encryption/passwords.ts'
import type { Events } from './events/events.ts'
import type { Jobs } from './jobs/jobs.ts'
import type { Log } from './log.ts'
import type { Mailer } from './mail/mail.ts'
import type { Storage } from './storage/storage.ts'

export type Services = {
  db: Db
  /** Plain pg connections: cursors and COPY. */
  pool: Pool
  events: Events
  jobs: Jobs
  mailer: Mailer
  storage: Storage
  /** Decrypts with ENCRYPTION_KEY and DECRYPTION_KEYS. To encrypt, see `holdKey`. */
  cipher: FieldCipher
  passwords: Passwords
  /** SECRET_KEY, the key of the codes' hashes. */
  secretKey: Buffer
  /** The portal's address, without a slash at its end. Links in emails begin with it. */
  publicUrl: string
  log: Log
}

/** What a verb needs that reads and changes rows. */
export type DatabaseServices = Pick<Services, 'db' | 'events' | 'log'>

/** What a verb needs that reads, writes or removes files. */
export type FileServices = Pick<Services, 'db' | 'storage' | 'cipher' | 'log'>

/** What making, serving or ending an export needs. */
export type ExportServices = DatabaseServices & FileServices & Pick<Services, 'pool'>

/** What a verb needs that makes links to this server. */
export type LinkServices = DatabaseServices & Pick<Services, 'publicUrl'>

/** What a verb needs that tells members of something, in their bell and by a mail that a job sends. */
export type NoticeServices = DatabaseServices & Pick<Services, 'jobs'>

/** What a verb needs that mails a link or a code itself. */
export type MailServices = LinkServices & Pick<Services, 'mailer'>

/** What a verb needs that makes or checks passwords. */
export type PasswordServices = NoticeServices & Pick<Services, 'passwords'>

/** What a verb needs that makes or checks emailed codes. */
export type SignInServices = PasswordServices & MailServices & Pick<Services, 'secretKey'>
