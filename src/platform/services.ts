// The services that verbs use. The start makes them once. A verb takes one of the named sets.
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
  /** Decrypts. To encrypt, see `holdKey`. */
  cipher: FieldCipher
  passwords: Passwords
  /** SECRET_KEY: hashes codes. */
  secretKey: Buffer
  /** The portal's address, without a slash at the end. Links in emails begin with it. */
  publicUrl: string
  log: Log
}

/** For verbs that read and change rows. */
export type DatabaseServices = Pick<Services, 'db' | 'events' | 'log'>

/** For verbs that read, write or remove files. */
export type FileServices = Pick<Services, 'db' | 'storage' | 'cipher' | 'log'>

/** For verbs that make, serve or end exports. */
export type ExportServices = DatabaseServices & FileServices & Pick<Services, 'pool'>

/** For verbs that make links to this server. */
export type LinkServices = DatabaseServices & Pick<Services, 'publicUrl'>

/** For verbs that notify members, in their bell and by a security notice that a job sends. */
export type NoticeServices = DatabaseServices & Pick<Services, 'jobs'>

/** For verbs that email a link or a code. */
export type MailServices = LinkServices & Pick<Services, 'mailer'>

/** For verbs that make or check passwords. */
export type PasswordServices = NoticeServices & Pick<Services, 'passwords'>

/** For verbs that make or check emailed codes. */
export type SignInServices = PasswordServices & MailServices & Pick<Services, 'secretKey'>
