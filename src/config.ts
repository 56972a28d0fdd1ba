// The only reader of process.env. It parses everything once, at the start. If settings are wrong or missing, the start
// fails with one message that names them all.
import { resolve } from 'node:path'
import { z } from 'zod'

const protocol = (name: string, ...schemes: string[]) =>
  z.string().refine((value) => URL.canParse(value) && schemes.includes(new URL(value).protocol), {
    error: `${name} must be a URL that begins with ${schemes.map((scheme) => `${scheme}//`).join(' or ')}`,
  })

const key = (name: string, makeWith: string) =>
  z
    .string()
    .transform((value) => Buffer.from(value, 'base64'))
    .refine((bytes) => bytes.length === 32, {
      error: `${name} must be 32 bytes in base64; make one with: ${makeWith}`,
    })

const keys = (name: string, makeWith: string) =>
  z
    .string()
    .transform((value) => value.split(',').map((part) => Buffer.from(part, 'base64')))
    .refine((list) => list.every((bytes) => bytes.length === 32), {
      error: `${name} must be keys separated by commas, each 32 bytes in base64; make one with: ${makeWith}`,
    })

const portRange = 'PORT must be a number from 0 to 65535'
const makeKey = 'openssl rand -base64 32'

const origins = z
  .string()
  .transform((value) => value.split(',').map((origin) => origin.trim()))
  .refine((list) => list.every((origin) => URL.canParse(origin) && new URL(origin).origin === origin), {
    error: 'ALLOWED_ORIGINS must be origins separated by commas, such as https://portal.example.com',
  })

const environment = z.object({
  NODE_ENV: z.string().default('development'),
  PORT: z.coerce.number(portRange).int(portRange).min(0, portRange).max(65535, portRange).default(4000),
  HOST: z.string().default('127.0.0.1'),
  PUBLIC_URL: protocol('PUBLIC_URL', 'https:', 'http:').optional(),
  DATA_DIR: z.string().default('.data'),
  DATABASE_URL: protocol('DATABASE_URL', 'postgresql:', 'postgres:').optional(),
  SMTP_URL: protocol('SMTP_URL', 'smtp:', 'smtps:').optional(),
  MAIL_FROM: z
    .string()
    .min(3, 'MAIL_FROM must be an address, such as Portal <portal@example.com>')
    .optional(),
  REDIS_URL: protocol('REDIS_URL', 'redis:', 'rediss:').optional(),
  STORAGE_URL: protocol('STORAGE_URL', 'file:', 's3:').optional(),
  SECRET_KEY: key('SECRET_KEY', makeKey).optional(),
  ENCRYPTION_KEY: key('ENCRYPTION_KEY', makeKey).optional(),
  DECRYPTION_KEYS: keys('DECRYPTION_KEYS', makeKey).optional(),
  ALLOWED_ORIGINS: origins.optional(),
  ROLE: z.enum(['all', 'server', 'worker'], 'ROLE must be all, server or worker').default('all'),
  LOG_LEVEL: z
    .enum(
      ['trace', 'debug', 'info', 'warn', 'error', 'silent'],
      'LOG_LEVEL must be trace, debug, info, warn, error or silent',
    )
    .default('info'),
})

/** What production needs, and why. Production embeds no services. */
const neededInProduction = {
  PUBLIC_URL: 'the address of the portal, such as https://portal.example.com',
  DATABASE_URL: 'a PostgreSQL 14 or later, such as postgresql://user:password@db.internal/vestibule',
  SMTP_URL: 'the server that sends the codes, such as smtps://user:password@mail.internal',
  MAIL_FROM: 'the sender of emails, such as "Portal <portal@example.com>"',
  STORAGE_URL: 'where export files go, such as file:///var/lib/vestibule/exports',
  SECRET_KEY: `hashes codes; make one with: ${makeKey}`,
  ENCRYPTION_KEY: `encrypts Tax IDs, bank accounts and files; make one with: ${makeKey}`,
} as const

/** The settings of one process. A service whose URL is null is embedded. */
export type Config = {
  production: boolean
  port: number
  host: string
  /** Null: http://localhost and the port that the server listens on. */
  publicUrl: string | null
  dataDir: string
  databaseUrl: string | null
  smtpUrl: string | null
  mailFrom: string
  redisUrl: string | null
  storageUrl: string | null
  secretKey: Buffer | null
  encryptionKey: Buffer | null
  /** Further keys, which only decrypt. */
  decryptionKeys: Buffer[]
  allowedOrigins: string[]
  role: 'all' | 'server' | 'worker'
  logLevel: 'trace' | 'debug' | 'info' | 'warn' | 'error' | 'silent'
}

/** The configuration is not valid. The message names every wrong variable, one a line. */
export class ConfigError extends Error {
  override name = 'ConfigError'
}

/**
 * Reads the configuration from environment variables.
 * @throws ConfigError naming every missing or wrong variable.
 */
export function readConfig(env: NodeJS.ProcessEnv = process.env): Config {
  // Shells and compose files pass a variable that is not set as an empty one.
  const given = Object.fromEntries(Object.entries(env).filter(([, value]) => value !== ''))
  const parsed = environment.safeParse(given)
  const wrong = parsed.success ? [] : parsed.error.issues.map(describeIssue)
  const missing = given.NODE_ENV === 'production' ? missingInProduction(given) : []
  if (!parsed.success || missing.length > 0) {
    throw new ConfigError(
      ['The configuration is not valid:', ...[...wrong, ...missing].map((line) => `  - ${line}`)].join('\n'),
    )
  }
  const values = parsed.data
  return {
    production: values.NODE_ENV === 'production',
    port: values.PORT,
    host: values.HOST,
    publicUrl: values.PUBLIC_URL?.replace(/\/+$/, '') ?? null,
    dataDir: resolve(values.DATA_DIR),
    databaseUrl: values.DATABASE_URL ?? null,
    smtpUrl: values.SMTP_URL ?? null,
    mailFrom: values.MAIL_FROM ?? 'Vestibule <portal@vestibule.example>',
    redisUrl: values.REDIS_URL ?? null,
    storageUrl: values.STORAGE_URL ?? null,
    secretKey: values.SECRET_KEY ?? null,
    encryptionKey: values.ENCRYPTION_KEY ?? null,
    decryptionKeys: values.DECRYPTION_KEYS ?? [],
    allowedOrigins: values.ALLOWED_ORIGINS ?? [],
    role: values.ROLE,
    logLevel: values.LOG_LEVEL,
  }
}

function describeIssue(issue: z.core.$ZodIssue): string {
  const name = issue.path.join('.')
  return issue.message.startsWith(name) ? issue.message : `${name}: ${issue.message}`
}

function missingInProduction(given: Record<string, string | undefined>): string[] {
  return Object.entries(neededInProduction)
    .filter(([name]) => given[name] === undefined)
    .map(([name, why]) => `${name} is missing: ${why}`)
}
