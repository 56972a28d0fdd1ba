// What the tests of exports and the bell ask of the API.
import { expect, vi } from 'vitest'
import { findDownload, openDownload } from '../../src/exports/download/open-download.ts'
import type { CurrentSession } from '../../src/identity/session.ts'
import { createNotification } from '../../src/notifications/create-notification.ts'
import type { Db } from '../../src/platform/database/db.ts'
import { createEvents } from '../../src/platform/events/events.ts'
import { createPostgresEvents } from '../../src/platform/events/postgres-events.ts'
import { createLog } from '../../src/platform/log.ts'
import type { FileServices } from '../../src/platform/services.ts'
import type { ApiClient } from './client.ts'
import { AskForExportDocument, type ExportStatus, type RequestExportInput } from './gql/graphql.ts'

/** The id in the database of a global id. */
export const databaseId = (globalId: string): string =>
  Buffer.from(globalId, 'base64').toString('utf8').split(':')[1] ?? ''

export const globalId = (type: string, id: string): string => Buffer.from(`${type}:${id}`).toString('base64')

/** Asks for an export and expects to get it. */
export async function askForExport(
  client: ApiClient,
  input: Partial<RequestExportInput> = {},
): Promise<{ id: string; databaseId: string; path: string }> {
  const { requestExport } = await client.request(AskForExportDocument, {
    input: { kind: 'BANKING_AND_TAX_INFORMATION', ...input },
  })
  if (requestExport.__typename !== 'RequestExportSuccess') throw new Error(requestExport.message)
  const { id } = requestExport.export
  return { id, databaseId: databaseId(id), path: `/exports/${databaseId(id)}/download` }
}

/** Opens a whole file as its owner's session does, without HTTP. Null for what may not be downloaded. */
export async function openExport(
  services: Omit<FileServices, 'log'>,
  session: CurrentSession,
  exportId: string,
): Promise<AsyncGenerator<Buffer, void> | null> {
  const actor = { session, client: { ipAddress: '127.0.0.1', userAgent: null } }
  const request = { exportId, actor, ticket: null }
  const silent = { ...services, log: createLog('silent', false) }
  const found = await findDownload(silent, request)
  if (found.outcome !== 'found') return null
  const whole = { start: 0, end: found.file.byteSize }
  const opened = await openDownload(silent, request, found.file, whole, new AbortController().signal)
  return opened.outcome === 'opened' ? opened.content : null
}

/** Waits until an export stands as expected. */
export async function untilExport(db: Db, id: string, status: ExportStatus, timeout = 15_000): Promise<void> {
  await vi.waitFor(
    async () => expect((await db.export.findUniqueOrThrow({ where: { id } })).status).toBe(status),
    { timeout, interval: 25 },
  )
}

/** Puts a ready export into the database, with its notification and its event, as a worker would. */
export async function giveExport(
  { db, databaseUrl }: { db: Db; databaseUrl: string },
  email: string,
): Promise<string> {
  const events = createEvents(createPostgresEvents(databaseUrl, createLog('silent', false)))
  const { id: ownerId, accountId } = await db.teamMember.findUniqueOrThrow({ where: { email } })
  return events.transact(db, async (change) => {
    const { tx } = change
    const { id } = await tx.export.create({
      data: { accountId, ownerId, kind: 'TAX_INFORMATION', format: 'CSV', status: 'COMPLETED' },
    })
    const text = { kind: 'EXPORT_COMPLETED' as const, title: 'Tax information export is ready', body: '' }
    await createNotification(change, { teamMemberId: ownerId, ...text, exportId: id })
    return globalId('Export', id)
  })
}
