// The part of a file that a request asks for: preconditions and ranges of RFC 9110 (13.2.2, 14). Files have a strong ETag
// and no modification date, so conditions on dates are ignored.
import type { IncomingMessage } from 'node:http'

/** Part of a file, from the byte `start` to the byte before `end`. */
export type Part = { start: number; end: number }

type Selection =
  /** The whole file, or one range of it. */
  | ({ status: 200 | 206 } & Part)
  /** 304: the client has this content. 412: the content has changed. 416: the range is outside the file. */
  | { status: 304 | 412 | 416 }

/** @param file its ETag with the quotes, and its size in bytes. */
export function selectPart(
  { method, headers }: Pick<IncomingMessage, 'method' | 'headers'>,
  { etag, size }: { etag: string; size: number },
): Selection {
  const whole = { status: 200, start: 0, end: size } as const
  if (headers['if-match'] !== undefined && !names(headers['if-match'], etag)) return { status: 412 }
  // Only this comparison is weak (RFC 9110, 13.1.2).
  const known = headers['if-none-match']?.replaceAll('W/', '')
  if (known !== undefined && names(known, etag)) return { status: 304 }
  // Ranges are defined only for GET.
  if (method !== 'GET' || headers.range === undefined) return whole
  const validator = headers['if-range']
  if (validator !== undefined && validator !== etag) return whole
  return selectRange(headers.range, size) ?? whole
}

/** One range. Null for another unit, several ranges or a malformed header: the answer is then the whole file. */
function selectRange(range: string, size: number): Selection | null {
  const [matched, first, last] = /^bytes=(\d*)-(\d*)$/i.exec(range.trim()) ?? []
  if (matched === undefined || (!first && !last)) return null
  // Without a first byte, the number counts bytes from the end.
  const start = first ? Number(first) : Math.max(0, size - Number(last))
  if (first && last && Number(last) < start) return null
  const end = first && last ? Math.min(size, Number(last) + 1) : size
  return start < end ? { status: 206, start, end } : { status: 416 }
}

/** Whether a list of ETags has this one, or is `*`. */
const names = (list: string, etag: string): boolean =>
  list.split(',').some((each) => each.trim() === etag || each.trim() === '*')
