// The operator's command line beside an app: running its commands, the mails that it sends itself, and what it changed.
import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { afterAll, beforeAll, vi } from 'vitest'
import { type Inbox, startInbox } from '../../src/dev/inbox.ts'
import type { TestApp } from './app.ts'
import { type Outcome, runAdmin, spawnCommand } from './command.ts'
import { demoMember } from './sign-in-steps.ts'

/** Runs commands on the database of an app. They have an inbox of their own for what they mail. */
export function useOperator(app: TestApp) {
  // A command that is a process of its own is a second or two of work for one core.
  vi.setConfig({ testTimeout: 120_000 })
  let inbox: Inbox
  let server: Server
  beforeAll(async () => {
    inbox = await startInbox()
    server = createServer(
      (request, response) => void inbox.handle(request, response, new URL(request.url ?? '', 'http://_')),
    )
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  })
  afterAll(async () => {
    server.close()
    await inbox.stop()
  })

  const settings = (env: Record<string, string>) => ({
    DATABASE_URL: app.databaseUrl,
    DATA_DIR: app.dataDir,
    PUBLIC_URL: app.url,
    ...env,
  })

  return {
    /** Runs a command. There is no mail server unless one is given. */
    admin: (args: string[], env: Record<string, string> = {}) => runAdmin(args, settings(env)),
    /** The same as a process of its own: each command once. */
    adminProcess: (args: string[], env: Record<string, string> = {}) =>
      spawnCommand('admin.ts', args, settings(env)).ended,
    /** The setting with which a command can mail. */
    withMail: () => ({ SMTP_URL: inbox.smtpUrl }),
    /** What commands have mailed to an address, newest first. */
    async mailsTo(address: string) {
      const { port } = server.address() as AddressInfo
      const url = `http://127.0.0.1:${port}/inbox/messages.json?to=${encodeURIComponent(address)}`
      return (await (await fetch(url)).json()) as { subject: string; text: string }[]
    },
  }
}

/** How a command ends that did its work, and one that did not. */
export const done = (...lines: string[]): Outcome => ({ exitCode: 0, stdout: lines.join(''), stderr: '' })
export const failed = (line: string): Outcome => ({ exitCode: 1, stdout: '', stderr: `${line}\n` })

/** Everything that a command could change. */
export const readState = async ({ db }: TestApp) => ({
  accounts: await db.account.findMany({ orderBy: { id: 'asc' } }),
  members: await db.teamMember.findMany({ orderBy: { id: 'asc' } }),
  devices: await db.trustedDevice.findMany({ orderBy: { id: 'asc' } }),
  links: await db.mailedLink.findMany({ orderBy: { id: 'asc' } }),
  events: await db.auditEvent.count(),
})

/** The audit's events after so many, oldest first. */
export const eventsAfter = ({ db }: TestApp, count: number) =>
  db.auditEvent.findMany({
    skip: count,
    orderBy: { id: 'asc' },
    omit: { id: true, at: true, ipAddress: true, userAgent: true },
  })

/** The audit's event of what the operator did. */
export const operatorEvent = (
  action: string,
  { accountId, type, id }: { accountId: string; type: string; id: string },
  details = {},
) => ({
  action,
  accountId,
  actorId: null,
  subjectType: type,
  subjectId: id,
  details: { ...details, by: 'operator' },
})

/** A demo member, as the subject of an event. */
export const asSubject = (email: string) => {
  const { accountId, id } = demoMember(email)
  return { accountId, type: 'team_member', id }
}
