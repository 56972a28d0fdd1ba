// The composition root. It makes every part, and starts and stops them in order.
import type { AddressInfo } from 'node:net'
import { listen } from './api/http/server.ts'
import { createPortalHandler, type DemoSignIns } from './api/portal/serve-portal.ts'
import { openDatabase } from './app/database.ts'
import { openPortal, serve } from './app/serve.ts'
import { createServices, type Tuning } from './app/services.ts'
import { startWork } from './app/work.ts'
import type { Config } from './config.ts'
import type { Log } from './platform/log.ts'
import type { Services } from './platform/services.ts'

/** What runs and where. main.ts prints it. */
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

/** Starts the configured parts. When a part fails to start, stops those that started before it. */
export async function startApp(config: Config, log: Log, tuning: Tuning = {}): Promise<RunningApp> {
  const started = new AsyncDisposableStack()
  try {
    return await startParts(config, log, tuning, started)
  } catch (error) {
    await started.disposeAsync()
    throw error
  }
}

async function startParts(
  config: Config,
  log: Log,
  tuning: Tuning,
  started: AsyncDisposableStack,
): Promise<RunningApp> {
  // The port comes first: if it is in use, nothing else has started yet.
  const http = config.role === 'worker' ? null : await listen(config.host, config.port)
  started.defer(() => http?.server.closeAllConnections())
  const database = await openDatabase(config, log, started)
  const inbox = config.smtpUrl ? null : await openInbox(started)
  const publicUrl = config.publicUrl ?? `http://localhost:${http?.address.port ?? config.port}`
  const smtpUrl = config.smtpUrl ?? inbox?.smtpUrl
  const services = await createServices(
    { config, log, tuning, publicUrl, smtpUrl, databaseUrl: database.url },
    started,
  )
  const demo = database.embedded ? await seedOnce(services) : null
  await services.events.start()
  started.defer(() => services.events.stop())
  await services.jobs.start()
  started.defer(() => services.jobs.stop())
  await startWork(config, services, started)
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

/** Fills an embedded database with demo data, at its first start. */
async function seedOnce(services: Services): Promise<DemoSignIns> {
  const { demoMembers, demoPassword, seedDemoData } = await import('../prisma/seed.ts')
  await seedDemoData({ ...services, hashPassword: services.passwords.hash })
  const members = demoMembers.map(({ name, email, role, sensitiveDataAccess }) => ({
    name,
    email,
    role,
    sensitiveDataAccess,
  }))
  return { password: demoPassword, members }
}
