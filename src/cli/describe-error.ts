const unreachable = ['ECONNREFUSED', 'ENOTFOUND', 'ETIMEDOUT', 'EHOSTUNREACH']
/** 57P01: PostgreSQL is shutting down. */
const lost = ['ECONNRESET', 'EPIPE', '57P01']

/**
 * One message that a person at a terminal can act on. A connection refused on every address of a host has a code and
 * no text.
 * @param afterLoss the end of the sentence that says what a connection lost in the middle means.
 */
export function describeError(error: unknown, afterLoss: string): string {
  const { message, code } = error as NodeJS.ErrnoException
  if (code && unreachable.includes(code)) {
    return `The database cannot be reached (${code}): check DATABASE_URL.`
  }
  if (code && lost.includes(code)) return `The connection to the database was lost (${code}), ${afterLoss}`
  return message || code || String(error)
}
