// The one list of errors that pass by themselves.
import { Prisma } from '../../generated/prisma/client.ts'

/**
 * SQLSTATE classes 08 (connections), 40 (conflicts), 53 (resources), 57 (the operator's doing) and 58 (the system);
 * and 55000, a database that is not open yet.
 */
const passingStates = /^(08|40|53|57|58)...$|^55000$/

/** Prisma's codes: P1… is about the connection, P2024 and P2028 about a long wait, and P2034 about a conflict. */
const passingCodes = /^P1\d{3}$|^P2024$|^P2028$|^P2034$/

const passingKinds = new Set([
  'DatabaseNotReachable',
  'ConnectionClosed',
  'SocketTimeout',
  'TooManyConnections',
  'TransactionWriteConflict',
])

/** pg has no codes for a connection that ends during a query, or does not begin in time. */
const passingMessages = /connection terminated|timeout|timed out|not queryable/i

/**
 * Whether the database could not answer just now: it restarts, cannot be reached, has no connection left, or chose
 * another transaction over this one. Trying again later may help; after a mistake in a statement it never does.
 */
export function isDatabaseAway(error: unknown): boolean {
  if (error instanceof Prisma.PrismaClientKnownRequestError) {
    const { driverAdapterError } = (error.meta ?? {}) as {
      driverAdapterError?: { cause?: { kind?: string; originalCode?: string } }
    }
    const { kind = '', originalCode = '' } = driverAdapterError?.cause ?? {}
    return passingCodes.test(error.code) || passingKinds.has(kind) || passingStates.test(originalCode)
  }
  const { code, syscall, message } = error as { code?: string; syscall?: string; message?: string }
  // The only system calls here are the network's.
  return syscall !== undefined || passingStates.test(code ?? '') || passingMessages.test(message ?? '')
}
