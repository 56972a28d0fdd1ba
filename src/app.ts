// The composition root: the one place that knows every part, and the order in which they start and stop.
import type { AddressInfo } from 'node:net'
import { listen } from './api/http/server.ts'
import { createPortalHandler, type DemoSignIns } from './api/portal/serve-portal.ts'
import { openDatabase } from './app/database.ts'
import { openPortal, serve } from './app/serve.ts'
import { createServices } from './app/services.ts'
import type { Config } from './config.ts'
import { startJanitor } from './exports/ending/janitor.ts'
import { failExportJob, runExportJob } from './exports/run/export-job.ts'
import { failExport } from './exports/run/fail-export.ts'
import { runExport } from './exports/run/run-export.ts'
import { runSweeps } from './platform/database/sweep.ts'
import { repeat } from './platform/jobs/repeat.ts'
import type { Log } from './platform/log.ts'
import type { Services } from './platform/services.ts'
import { sweeps } from './sweeps.ts'

/** What runs and where, for the lines that a start prints. */
export type RunningApp = {
  /** Null in a worker. */
  address: AddressInfo | null
  /** False when the portal was not built. */
  portal: boolean
  inbox: boolean
  demoData: boolean
  dataLocation: string
  fileLocation: string
  stop(): Promise<void>
}

/** How many exports one worker makes at once. */
const exportsAtOnce = 2

/** How often a worker deletes what src/sweeps.ts lists. */
const sweepEveryMs = 60 * 60_000

/** Starts what the configuration asks for. When a part fails to start, those before it are stopped again. */
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
  // The port comes first: when it is taken, this fails before anything else was started.
  const http = config.role === 'worker' ? null : await listen(config.host, config.port)
  started.defer(() => http?.server.closeAllConnections())
  const database = await openDatabase(config, log, started)
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
  if (config.role !== 'server') await startWork(services, started)
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

async function openInbox(started: AsyncDisposableStack) {
  const { startInbox } = await import('./dev/inbox.ts')
  const inbox = await startInbox()
  started.defer(() => inbox.stop())
  return inbox
}

/** What a worker does: exports, and clearing away. */
async function startWork(services: Services, started: AsyncDisposableStack): Promise<void> {
  const { log } = services
  started.defer(startJanitor(services))
  started.defer(
    repeat({ name: 'deleting old rows', everyMs: sweepEveryMs, log }, (signal) =>
      runSweeps(services, sweeps, signal),
    ),
  )
  await workOnExports(services)
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

async function workOnExports(services: Services): Promise<void> {
  await services.jobs.work(runExportJob, exportsAtOnce, (data, signal) => runExport(services, data, signal))
  await services.jobs.work(failExportJob, 1, (data) => failExport(services, data))
}
