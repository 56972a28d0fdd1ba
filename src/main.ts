// The process. It reads the configuration, starts the app, prints what runs where, and stops in order at a signal.
import { styleText } from 'node:util'
import { ListenError } from './api/http/server.ts'
import { DatabaseUnreachableError } from './app/database.ts'
import { type RunningApp, startApp } from './app.ts'
import { type Config, ConfigError, readConfig } from './config.ts'
import { MigrationError } from './platform/database/migrate.ts'
import { RetiredKeyError } from './platform/encryption/key-retirement.ts'
import { createLog, type Log } from './platform/log.ts'

/** Errors whose message says enough. They are printed without a stack. */
const explained = [ConfigError, ListenError, DatabaseUnreachableError, MigrationError, RetiredKeyError]

/** Under npm, one Ctrl-C sends two signals: the terminal's, and npm's right after it. */
const sameSignalMs = 1_000

async function main(): Promise<void> {
  const config = readConfig()
  const log = createLog(config.logLevel, !config.production && process.stdout.isTTY)
  const starting = startApp(config, log)
  const app = await Promise.race([starting, stopOnSignals(starting, log)])
  if (!app) return
  if (config.production) log.info({ role: config.role, address: app.address }, 'ready')
  else process.stdout.write(await describeStart(config, app))
}

/**
 * Stops at the first signal, even during the start, so that nothing keeps running.
 * @returns null after a signal.
 */
function stopOnSignals(starting: Promise<RunningApp>, log: Log): Promise<null> {
  let firstAt: number | undefined
  return new Promise((resolve) => {
    const onSignal = (signal: string) => {
      if (firstAt === undefined) {
        firstAt = performance.now()
        void stopInOrder(starting, log, signal)
        resolve(null)
      } else if (performance.now() - firstAt > sameSignalMs) {
        // Someone who presses Ctrl-C again does not want to wait.
        process.exit(1)
      }
    }
    process.on('SIGTERM', onSignal).on('SIGINT', onSignal)
  })
}

async function stopInOrder(starting: Promise<RunningApp>, log: Log, signal: string): Promise<never> {
  log.info({ signal }, 'stopping')
  try {
    // A failed start has already stopped its parts.
    const app = await starting.catch(() => null)
    await app?.stop()
    process.exit(0)
  } catch (error) {
    log.error({ err: error }, 'could not stop in order')
    process.exit(1)
  }
}

async function describeStart(config: Config, app: RunningApp): Promise<string> {
  const url = config.publicUrl ?? `http://localhost:${app.address?.port}`
  const line = (name: string, value: string) => `  ${styleText('dim', name.padEnd(10))} ${value}\n`
  return [
    `\n${styleText('bold', 'Vestibule')} is ready (${app.address ? config.role : 'worker'}).\n\n`,
    app.address &&
      line(
        'Portal',
        app.portal ? styleText('cyan', `${url}/`) : 'not built: run npm run build and start again',
      ),
    app.address && line('GraphiQL', styleText('cyan', `${url}/graphql`)),
    app.address &&
      app.inbox &&
      line('Inbox', `${styleText('cyan', `${url}/inbox`)}  every email that this server sends`),
    line('Data', app.dataLocation),
    line('Files', app.fileLocation),
    app.demoData && app.address && (await describeDemo()),
    app.address &&
      `\nTo begin, open the portal, sign in as the owner and request an export. Stop with Ctrl-C.\n\n`,
  ]
    .filter((part) => typeof part === 'string')
    .join('')
}

async function describeDemo(): Promise<string> {
  const { demoMembers, demoPassword } = await import('../prisma/seed.ts')
  const people = demoMembers.map(({ email, role, sensitiveDataAccess }) => {
    const access = sensitiveDataAccess ? 'Sensitive Data Access' : ''
    return `    ${email.padEnd(33)} ${role.padEnd(12)} ${access}`.trimEnd()
  })
  return `\n  Demo sign-ins, all with the password ${styleText('bold', demoPassword)}\n${people.join('\n')}\n`
}

main().catch(async (error: unknown) => {
  const { EmbeddedDatabaseError } = await import('./dev/data-dir.ts')
  const short =
    error instanceof Error && [...explained, EmbeddedDatabaseError].some((kind) => error instanceof kind)
  process.stderr.write(`${short ? (error as Error).message : describeUnexpected(error)}\n`)
  process.exit(1)
})

const describeUnexpected = (error: unknown) =>
  error instanceof Error ? `Could not start: ${error.stack ?? error.message}` : `Could not start: ${error}`
