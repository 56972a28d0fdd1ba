// The headers of a download, and its error responses.
import type { ServerResponse } from 'node:http'
import { sendError } from '../../platform/http/http.ts'
import type { Part } from '../../platform/http/http-range.ts'
import { describeWait } from '../../platform/limits/rate-limit.ts'
import type { ExportServices } from '../../platform/services.ts'
import { contentTypeOf, exportFileName } from '../describe.ts'
import { FileUnavailableError, type StoredFile } from './open-download.ts'

const notFound = {
  session: 'There is no such export, or its file was deleted.',
  ticket: 'This link was already used, has expired, or never existed. Request a new one.',
}

/** The same answer for every export that the client may not download. */
export const sendNotFound = (response: ServerResponse, sentWith: 'session' | 'ticket'): void =>
  sendError(response, 404, 'NOT_FOUND', notFound[sentWith])

export function sendTooMany(response: ServerResponse, seconds: number): void {
  response.setHeader('Retry-After', seconds)
  const message = `You have downloaded too much in a short time. Try again in ${describeWait(seconds)}.`
  sendError(response, 429, 'RATE_LIMITED', message)
}

export const etagOf = ({ sha256 }: StoredFile): string => `"${sha256}"`

/** Answers a request whose condition or range the file does not meet. */
export function sendUnmet(response: ServerResponse, status: 304 | 412 | 416, file: StoredFile): void {
  response.setHeader('ETag', etagOf(file))
  if (status === 304) {
    response.writeHead(304, { 'Cache-Control': 'no-store' }).end()
    return
  }
  if (status === 412) {
    sendError(response, 412, 'PRECONDITION_FAILED', 'The ETag of the file does not match If-Match.')
    return
  }
  response.setHeader('Content-Range', `bytes */${file.byteSize}`)
  const message = `The range is outside the file, which has ${file.byteSize} bytes.`
  sendError(response, 416, 'RANGE_NOT_SATISFIABLE', message)
}

/** The headers of a response with bytes of the file. */
export function describeAnswer(
  file: StoredFile,
  { status, start, end }: Part & { status: 200 | 206 },
): Record<string, string | number> {
  return {
    'Content-Type': contentTypeOf(file.format),
    'Content-Length': end - start,
    ...(status === 206 && { 'Content-Range': `bytes ${start}-${end - 1}/${file.byteSize}` }),
    'Accept-Ranges': 'bytes',
    ETag: etagOf(file),
    // The server makes the name from plain ASCII, so it needs no escapes (RFC 8187).
    'Content-Disposition': `attachment; filename="${exportFileName(file)}"`,
    // The digest of the whole file, also for a part (RFC 9530).
    'Repr-Digest': `sha-256=:${Buffer.from(file.sha256, 'hex').toString('base64')}:`,
    'X-Export-Row-Count': file.rowCount,
    'Cache-Control': 'no-store',
    'X-Content-Type-Options': 'nosniff',
    'Content-Security-Policy': "default-src 'none'; sandbox",
  }
}

/** Answers a failed download, or cuts it off. Rethrows an unexpected error if no byte was sent yet. */
export function answerFailure(
  { log }: ExportServices,
  response: ServerResponse,
  exportId: string,
  error: unknown,
): void {
  // A file that fails midway destroys the response too, so only the error tells whether the client left.
  const { code, name } = error as NodeJS.ErrnoException
  if (code === 'ERR_STREAM_PREMATURE_CLOSE' || name === 'AbortError') {
    log.info({ exportId }, 'the client ended a download early')
    return
  }
  log.error({ err: error, exportId }, 'download failed')
  if (response.headersSent) {
    // Cut off, so that the client gets fewer bytes than Content-Length and knows that the file is incomplete.
    response.destroy()
  } else if (error instanceof FileUnavailableError) {
    sendError(response, 410, error.code, error.message)
  } else {
    throw error
  }
}
