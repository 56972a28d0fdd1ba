const unreachable = ['ECONNREFUSED', 'ENOTFOUND', 'ETIMEDOUT', 'EHOSTUNREACH']
/** 57P01: PostgreSQL is shutting down. */
const lost = ['ECONNRESET', 'EPIPE', '57P01']

/**
 * One message for a person at a terminal. If every address of a host refuses the connection, the error has a code but no
 * message.
 * @param afterLoss ends the sentence about a lost connection: what was done, and what to do.
 */
export function describeError(error: unknown, afterLoss: string): string {
  const { message, code } = error as NodeJS.ErrnoException
  if (code && unreachable.includes(code)) {
    return `The database cannot be reached (${code}): check DATABASE_URL.`
  }
  if (code && lost.includes(code)) return `The connection to the database was lost (${code}), ${afterLoss}`
  return message || code || String(error)
}
