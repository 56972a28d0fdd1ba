// What a download is answered with besides its bytes: headers, and refusals.
import type { ServerResponse } from 'node:http'
import { sendError } from '../../platform/http/http.ts'
import type { Part } from '../../platform/http/http-range.ts'
import { describeWait } from '../../platform/limits/rate-limit.ts'
import type { ExportServices } from '../../platform/services.ts'
import { contentTypeOf, exportFileName } from '../describe.ts'
import { FileUnavailableError, type StoredFile } from './open-download.ts'

const notFound = {
  session: 'There is no such export, or its file is gone.',
  ticket: 'This link was already used, has expired, or never existed. Ask for a new one.',
}

/** The same answer for everything that may not be downloaded. */
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
    sendError(response, 412, 'PRECONDITION_FAILED', 'The file is not the one that If-Match names.')
    return
  }
  response.setHeader('Content-Range', `bytes */${file.byteSize}`)
  const message = `The file has ${file.byteSize} bytes: the range is outside it.`
  sendError(response, 416, 'RANGE_NOT_SATISFIABLE', message)
}

/** The headers of the bytes. */
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
    // The name is plain ASCII that the server makes, so it needs neither quoting nor RFC 8187.
    'Content-Disposition': `attachment; filename="${exportFileName(file)}"`,
    // Of the whole file, whichever part this is (RFC 9530).
    'Repr-Digest': `sha-256=:${Buffer.from(file.sha256, 'hex').toString('base64')}:`,
    'X-Export-Row-Count': file.rowCount,
    'Cache-Control': 'no-store',
    'X-Content-Type-Options': 'nosniff',
    'Content-Security-Policy': "default-src 'none'; sandbox",
  }
}

/** Answers a download that failed, or cuts it off. Rethrows what nobody expected before the first byte. */
export function answerFailure(
  { log }: ExportServices,
  response: ServerResponse,
  exportId: string,
  error: unknown,
): void {
  // A file that fails midway destroys the response as well: only the error tells whether the client left.
  const { code, name } = error as NodeJS.ErrnoException
  if (code === 'ERR_STREAM_PREMATURE_CLOSE' || name === 'AbortError') {
    log.info({ exportId }, 'download broken off by the client')
    return
  }
  log.error({ err: error, exportId }, 'download failed')
  if (response.headersSent) {
    // Cut off, so that the client sees fewer bytes than Content-Length and does not take the file for whole.
    response.destroy()
  } else if (error instanceof FileUnavailableError) {
    sendError(response, 410, error.code, error.message)
  } else {
    throw error
  }
}
