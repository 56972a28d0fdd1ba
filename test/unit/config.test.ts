import { resolve } from 'node:path'
import { describe, expect, it } from 'vitest'
import { ConfigError, readConfig } from '../../src/config.ts'

const key = (bytes: number) => Buffer.alloc(bytes, 5).toString('base64')

const production = {
  NODE_ENV: 'production',
  PUBLIC_URL: 'https://portal.example.com',
  DATABASE_URL: 'postgresql://vestibule@db.internal/vestibule',
  SMTP_URL: 'smtps://mail.internal',
  MAIL_FROM: 'Portal <portal@example.com>',
  STORAGE_URL: 'file:///var/lib/vestibule/exports',
  SECRET_KEY: key(32),
  ENCRYPTION_KEY: key(32),
}

/** The lines of the error that a configuration ends with. */
function problemsOf(env: Record<string, string>): string[] {
  try {
    readConfig(env)
  } catch (error) {
    expect(error).toBeInstanceOf(ConfigError)
    const [first, ...problems] = (error as Error).message.split('\n')
    expect(first).toBe('The configuration is not valid:')
    return problems.map((line) => line.replace(/^ {2}- /, ''))
  }
  return []
}

const nothingSet = {
  production: false,
  port: 4000,
  host: '127.0.0.1',
  publicUrl: null,
  dataDir: resolve('.data'),
  databaseUrl: null,
  smtpUrl: null,
  mailFrom: 'Vestibule <portal@vestibule.example>',
  redisUrl: null,
  storageUrl: null,
  secretKey: null,
  encryptionKey: null,
  decryptionKeys: [],
  allowedOrigins: [],
  role: 'all',
  logLevel: 'info',
}

describe('readConfig', () => {
  it('needs nothing outside production', () => {
    expect(readConfig({})).toEqual(nothingSet)
  })

  it('takes an empty variable for one that is not set', () => {
    const names = [
      ...Object.keys(production),
      'PORT',
      'HOST',
      'DATA_DIR',
      'REDIS_URL',
      'DECRYPTION_KEYS',
      'ALLOWED_ORIGINS',
      'ROLE',
    ]
    const empty = Object.fromEntries([...names, 'LOG_LEVEL'].map((name) => [name, '']))
    expect(readConfig(empty)).toEqual(nothingSet)
  })

  it('reads every setting', () => {
    const env = {
      ...production,
      PORT: '8080',
      HOST: '0.0.0.0',
      PUBLIC_URL: 'https://portal.example.com/',
      DATA_DIR: '/var/lib/vestibule',
      REDIS_URL: 'rediss://redis.internal',
      DECRYPTION_KEYS: [6, 7].map((byte) => Buffer.alloc(32, byte).toString('base64')).join(', '),
      ALLOWED_ORIGINS: 'https://a.example.com, http://localhost:5173',
      ROLE: 'worker',
      LOG_LEVEL: 'warn',
    }
    expect(readConfig(env)).toEqual({
      production: true,
      port: 8080,
      host: '0.0.0.0',
      publicUrl: 'https://portal.example.com',
      dataDir: '/var/lib/vestibule',
      databaseUrl: production.DATABASE_URL,
      smtpUrl: production.SMTP_URL,
      mailFrom: production.MAIL_FROM,
      redisUrl: 'rediss://redis.internal',
      storageUrl: production.STORAGE_URL,
      secretKey: Buffer.alloc(32, 5),
      encryptionKey: Buffer.alloc(32, 5),
      decryptionKeys: [Buffer.alloc(32, 6), Buffer.alloc(32, 7)],
      allowedOrigins: ['https://a.example.com', 'http://localhost:5173'],
      role: 'worker',
      logLevel: 'warn',
    })
  })

  it('names every wrong variable at once', () => {
    const wrong = {
      PORT: 'http',
      PUBLIC_URL: 'portal.example.com',
      DATABASE_URL: 'mysql://db.internal/vestibule',
      SMTP_URL: 'mail.internal',
      MAIL_FROM: 'x',
      REDIS_URL: 'http://redis.internal',
      STORAGE_URL: '/var/lib/vestibule',
      SECRET_KEY: 'secret',
      ENCRYPTION_KEY: key(31),
      DECRYPTION_KEYS: `${key(32)},${key(31)}`,
      ALLOWED_ORIGINS: 'https://a.example.com/',
      ROLE: 'both',
      LOG_LEVEL: 'verbose',
    }
    expect(problemsOf(wrong)).toEqual([
      'PORT must be a number from 0 to 65535',
      'PUBLIC_URL must be a URL that begins with https:// or http://',
      'DATABASE_URL must be a URL that begins with postgresql:// or postgres://',
      'SMTP_URL must be a URL that begins with smtp:// or smtps://',
      'MAIL_FROM must be an address, such as Portal <portal@example.com>',
      'REDIS_URL must be a URL that begins with redis:// or rediss://',
      'STORAGE_URL must be a URL that begins with file:// or s3://',
      'SECRET_KEY must be 32 bytes in base64; make one with: openssl rand -base64 32',
      'ENCRYPTION_KEY must be 32 bytes in base64; make one with: openssl rand -base64 32',
      'DECRYPTION_KEYS must be keys separated by commas, each 32 bytes in base64; make one with: openssl rand -base64 32',
      'ALLOWED_ORIGINS must be origins separated by commas, such as https://portal.example.com',
      'ROLE must be all, server or worker',
      'LOG_LEVEL must be trace, debug, info, warn, error or silent',
    ])
  })

  it.each(['-1', '65536', '80.5'])('names PORT when it is %s', (PORT) => {
    expect(problemsOf({ PORT })).toEqual([expect.stringMatching(/^PORT/)])
  })

  it.each([0, 16, 31, 33, 64])('refuses a key of %i bytes', (bytes) => {
    // Of none: two characters that are no base64.
    const wrong = bytes === 0 ? '!!' : key(bytes)
    expect(problemsOf({ SECRET_KEY: wrong })).toEqual([expect.stringMatching(/^SECRET_KEY must be 32 bytes/)])
  })

  it('never repeats a value: a setting may be a secret', () => {
    const text = problemsOf({
      DATABASE_URL: 'mysql://u:hunter2@db',
      SECRET_KEY: 'hunter2',
      ROLE: 'hunter2',
    }).join()
    expect(text).not.toContain('hunter2')
  })
})

describe('readConfig in production', () => {
  it('lists everything that is missing, with what it is for', () => {
    expect(problemsOf({ NODE_ENV: 'production', SMTP_URL: '' })).toEqual([
      'PUBLIC_URL is missing: the address of the portal, such as https://portal.example.com',
      'DATABASE_URL is missing: a PostgreSQL 14 or later, such as postgresql://user:password@db.internal/vestibule',
      'SMTP_URL is missing: the server that sends the codes, such as smtps://user:password@mail.internal',
      'MAIL_FROM is missing: the sender of emails, such as "Portal <portal@example.com>"',
      'STORAGE_URL is missing: where export files go, such as file:///var/lib/vestibule/exports',
      'SECRET_KEY is missing: hashes codes; make one with: openssl rand -base64 32',
      'ENCRYPTION_KEY is missing: encrypts Tax IDs, bank accounts and files; make one with: openssl rand -base64 32',
    ])
  })

  it.each(Object.keys(production).filter((name) => name !== 'NODE_ENV'))(
    'does not start without %s',
    (name) => {
      const rest = Object.fromEntries(Object.entries(production).filter(([other]) => other !== name))
      expect(problemsOf(rest)).toEqual([expect.stringMatching(`^${name} is missing: `)])
      expect(problemsOf(production)).toEqual([])
    },
  )

  it('lists what is wrong and what is missing together', () => {
    const { SECRET_KEY: _, ...rest } = production
    expect(problemsOf({ ...rest, ROLE: 'both' })).toEqual([
      'ROLE must be all, server or worker',
      expect.stringMatching(/^SECRET_KEY is missing: /),
    ])
  })
})
