// GET /exports/ID/download: the file, for the signed-in member who asked for it.
import type { ServerResponse } from 'node:http'
import { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import type { CurrentSession } from '../auth/session.ts'
import { sendError } from '../platform/http.ts'
import type { Services } from '../platform/services.ts'
import { type Download, FileUnavailableError, openDownload } from './open-download.ts'

/** Answers with the file, or with the same 404 for whatever this member may not have. */
export async function serveDownload(
  services: Services,
  session: CurrentSession | null,
  exportId: string,
  response: ServerResponse,
): Promise<void> {
  if (!session)
    return sendError(response, 401, 'UNAUTHENTICATED', 'You are not signed in. Sign in and try again.')
  try {
    const download = await openDownload(services, session, exportId)
    if (!download)
      return sendError(response, 404, 'NOT_FOUND', 'There is no such export, or its file is gone.')
    await sendFile(response, download)
  } catch (error) {
    // A file that fails midway destroys the response as well: only the error tells the two apart.
    if ((error as NodeJS.ErrnoException).code === 'ERR_STREAM_PREMATURE_CLOSE')
      return services.log.info({ exportId }, 'download broken off by the client')
    services.log.error({ err: error, exportId }, 'download failed')
    if (response.headersSent) {
      // Cut off, so that the client sees less than Content-Length and takes nothing for whole.
      response.destroy()
    } else if (error instanceof FileUnavailableError) {
      sendError(response, 410, error.code, error.message)
    } else {
      throw error
    }
  }
}

async function sendFile(response: ServerResponse, download: Download): Promise<void> {
  response.writeHead(200, {
    'Content-Type': download.contentType,
    'Content-Length': download.byteSize,
    // The name is plain ASCII of our own making, so neither quoting nor RFC 8187 has anything to do.
    'Content-Disposition': `attachment; filename="${download.fileName}"`,
    'Repr-Digest': `sha-256=:${Buffer.from(download.sha256, 'hex').toString('base64')}:`,
    'Cache-Control': 'no-store',
    'X-Content-Type-Options': 'nosniff',
    'Content-Security-Policy': "default-src 'none'; sandbox",
  })
  await pipeline(Readable.from(download.content), response)
}
