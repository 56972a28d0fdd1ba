// The composition root: the one place that knows every part, in which order they start and stop.
import type { Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { join } from 'node:path'
import { setTimeout as delay } from 'node:timers/promises'
import { fileURLToPath, pathToFileURL } from 'node:url'
import type { Origins } from './api/http/client.ts'
import { listen, type Routes, serveRoutes } from './api/http/server.ts'
import { loadPortal, type Portal } from './api/portal/load-portal.ts'
import { createPortalHandler, type DemoSignIns } from './api/portal/serve-portal.ts'
import { sendNoticeJob } from './auth/notices/notice-job.ts'
import { sendNotice } from './auth/notices/send-notice.ts'
import type { Config } from './config.ts'
import { startJanitor } from './exports/ending/janitor.ts'
import { failExportJob, runExportJob } from './exports/run/export-job.ts'
import { failExport } from './exports/run/fail-export.ts'
import { runExport } from './exports/run/run-export.ts'
import { jobDefinitions } from './jobs.ts'
import { createDb } from './platform/database/db.ts'
import { applyMigrations } from './platform/database/migrate.ts'
import { runSweeps } from './platform/database/sweep.ts'
import { createFieldCipher } from './platform/encryption/field-encryption.ts'
import { refuseRetiredKey } from './platform/encryption/key-retirement.ts'
import { loadKeys } from './platform/encryption/keys.ts'
import { createEvents, type EventTransport } from './platform/events/events.ts'
import { createPostgresEvents } from './platform/events/postgres-events.ts'
import { createJobs } from './platform/jobs/jobs.ts'
import { repeat } from './platform/jobs/repeat.ts'
import type { Log } from './platform/log.ts'
import { createMailer } from './platform/mail/mail.ts'
import type { Services } from './platform/services.ts'
import { createStorage } from './platform/storage/storage.ts'
import { sweeps } from './sweeps.ts'

/** What runs, and where: for the lines that a start prints. */
export type RunningApp = {
  /** Null in a worker. */
  address: AddressInfo | null
  /** Whether there is a portal: false where it was not built. */
  portal: boolean
  inbox: boolean
  demoData: boolean
  dataLocation: string
  fileLocation: string
  stop(): Promise<void>
}

const portalDirectory = fileURLToPath(new URL('../portal/dist', import.meta.url))

/** Exports that one worker makes at the same time, and security notices that it sends. */
const exportsAtOnce = 2
const noticesAtOnce = 4

/** How long a stop waits for answers that are being sent, such as downloads. */
const finishAnswersMs = 5_000

/** How often a worker deletes what src/sweeps.ts lists. */
const sweepEveryMs = 60 * 60_000

/** The database cannot be reached; the message says how to go on. */
export class DatabaseUnreachableError extends Error {
  override name = 'DatabaseUnreachableError'
}

/** Starts everything that the configuration asks for. What had started is stopped again when a later part fails. */
export async function startApp(config: Config, log: Log): Promise<RunningApp> {
  const started = new AsyncDisposableStack()
  try {
    return await startParts(config, log, started)
  } catch (error) {
    await started.disposeAsync()
    throw error
  }
}

async function startParts(config: Config, log: Log, started: AsyncDisposableStack): Promise<RunningApp> {
  // The port first: when it is taken, nothing else need be started to say so.
  const http = config.role === 'worker' ? null : await listen(config.host, config.port)
  started.defer(() => http?.server.closeAllConnections())
  const database = await openDatabase(config, started)
  const inbox = config.smtpUrl ? null : await openInbox(started)
  const publicUrl = config.publicUrl ?? `http://localhost:${http?.address.port ?? config.port}`
  const smtpUrl = config.smtpUrl ?? inbox?.smtpUrl
  const services = await createServices(
    { config, log, publicUrl, smtpUrl, databaseUrl: database.url },
    started,
  )
  const demo = database.embedded ? await seedOnce(services) : null
  await services.events.start()
  started.defer(() => services.events.stop())
  await services.jobs.start()
  started.defer(() => services.jobs.stop())
  if (config.role !== 'server') {
    started.defer(startJanitor(services))
    started.defer(
      repeat({ name: 'deleting old rows', everyMs: sweepEveryMs, log }, (signal) =>
        runSweeps(services, sweeps, signal),
      ),
    )
    await workOnExports(services)
  }
  if (sendsNotices(config)) await workOnNotices(services)
  const portal = http && (await openPortal(log))
  if (http) {
    const pages = { inbox: inbox?.handle ?? null, portal: createPortalHandler(portal, demo) }
    started.defer(await serve(http, config, services, pages))
  }

  return {
    address: http?.address ?? null,
    portal: portal !== null,
    inbox: inbox !== null,
    demoData: demo !== null,
    dataLocation: database.location,
    fileLocation: services.storage.location,
    stop: () => started.disposeAsync(),
  }
}

type Database = { url: string; location: string; embedded: boolean }

/** Opens the configured database, or starts the embedded one, and brings it to the newest migration. */
async function openDatabase(config: Config, started: AsyncDisposableStack): Promise<Database> {
  const database = config.databaseUrl
    ? { url: config.databaseUrl, location: withoutCredentials(config.databaseUrl), embedded: false }
    : await openEmbeddedDatabase(config, started)
  await applyMigrations(database.url).catch((error) => {
    throw new DatabaseUnreachableError(
      `The database ${withoutCredentials(database.url)} cannot be used: ${reasonOf(error)}. ` +
        'Check DATABASE_URL, and that PostgreSQL runs and lets this user in.',
      { cause: error },
    )
  })
  return database
}

async function openEmbeddedDatabase(config: Config, started: AsyncDisposableStack): Promise<Database> {
  const { borrowEmbeddedDatabase, startEmbeddedDatabase } = await import('./dev/embedded-database.ts')
  // A worker beside a server shares the server's database.
  const open = config.role === 'worker' ? borrowEmbeddedDatabase : startEmbeddedDatabase
  const embedded = await open(config.dataDir)
  started.defer(() => embedded.stop())
  return { url: embedded.databaseUrl, location: embedded.postgresDir, embedded: true }
}

function withoutCredentials(databaseUrl: string): string {
  const { host, pathname } = new URL(databaseUrl)
  return `${host}${pathname}`
}

const reasonOf = (error: unknown): string => {
  const { code, message } = error as { code?: string; message?: string }
  return [message, code].find((text) => text) ?? 'it does not answer'
}

async function openInbox(started: AsyncDisposableStack) {
  const { startInbox } = await import('./dev/inbox.ts')
  const inbox = await startInbox()
  started.defer(() => inbox.stop())
  return inbox
}

/** The built portal. Without it the API works all the same, and the portal's addresses say how to build it. */
async function openPortal(log: Log): Promise<Portal | null> {
  const portal = await loadPortal(portalDirectory)
  if (!portal) log.warn('the portal is not built: run npm run build, and start again')
  return portal
}

type Settled = {
  config: Config
  log: Log
  databaseUrl: string
  publicUrl: string
  smtpUrl: string | undefined
}

async function createServices(
  { config, log, databaseUrl, publicUrl, smtpUrl }: Settled,
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
    jobs: createJobs({ databaseUrl, log, definitions: jobDefinitions, supervise: worksOnJobs(config) }),
    mailer,
    storage: await createStorage(files),
    cipher,
    secretKey,
    publicUrl,
    log,
  }
}

async function openRedisEvents(redisUrl: string, log: Log): Promise<EventTransport> {
  const { createRedisEvents } = await import('./platform/events/redis-events.ts')
  return createRedisEvents(redisUrl, log)
}

/** Demo data on the first start of an embedded database. */
async function seedOnce(services: Services): Promise<DemoSignIns> {
  const [{ demoMembers, demoPassword, seedDemoData }, { hashPassword }] = await Promise.all([
    import('../prisma/seed.ts'),
    import('./auth/passwords/password.ts'),
  ])
  await seedDemoData({ ...services, hashPassword })
  const members = demoMembers.map(({ name, email, role, sensitiveDataAccess }) => ({
    name,
    email,
    role,
    sensitiveDataAccess,
  }))
  return { password: demoPassword, members }
}

const workOnNotices = (services: Services) =>
  services.jobs.work(sendNoticeJob, noticesAtOnce, (data) => sendNotice(services, data))

/** Workers do; without SMTP_URL whoever serves the inbox does, since a worker's own inbox is shown to nobody. */
const sendsNotices = ({ role, smtpUrl }: Config) => (smtpUrl ? role !== 'server' : role !== 'worker')

const worksOnJobs = (config: Config) => config.role !== 'server' || sendsNotices(config)

async function workOnExports(services: Services): Promise<void> {
  await services.jobs.work(runExportJob, exportsAtOnce, (data, signal) => runExport(services, data, signal))
  await services.jobs.work(failExportJob, 1, (data) => failExport(services, data))
}

/** Serves every route. Returns what ends it: no new requests, sockets told to go elsewhere, running answers finished. */
async function serve(
  { server, address }: { server: Server; address: AddressInfo },
  config: Config,
  services: Services,
  pages: Pick<Routes, 'inbox' | 'portal'>,
): Promise<() => Promise<void>> {
  // Loaded only where it is used: the schema takes more memory than a worker does for its exports.
  const [{ createGraphQLServer }, { createLiveConnections }, { serveWebSockets }] = await Promise.all([
    import('./api/server.ts'),
    import('./api/websocket/live-connections.ts'),
    import('./api/websocket/serve.ts'),
  ])
  const origins = allowedOrigins(config, address)
  const live = createLiveConnections(services)
  const parts = { services, origins, live }
  const graphql = createGraphQLServer(parts, !config.production)
  const closeSockets = serveWebSockets(server, { ...parts, graphql })
  const isReady = () =>
    services.db.$queryRaw`SELECT 1`.then(
      () => true,
      () => false,
    )
  serveRoutes(server, { services, origins, graphql, ...pages, isReady })
  return async () => {
    const closed = new Promise((resolve) => server.close(resolve))
    live.stop()
    await closeSockets()
    server.closeIdleConnections()
    await Promise.race([closed, delay(finishAnswersMs, undefined, { ref: false })])
    await graphql.dispose()
  }
}

/** The portal's own origin, under each name that a newcomer's browser may use, and those that are configured. */
function allowedOrigins(config: Config, { port }: AddressInfo): Origins {
  const local = ['localhost', '127.0.0.1', '[::1]'].map((host) => `http://${host}:${port}`)
  const own = config.publicUrl ? [new URL(config.publicUrl).origin] : local
  return {
    allowed: [...own, ...config.allowedOrigins],
    secure: config.publicUrl?.startsWith('https:') ?? false,
  }
}
