// The list of database errors that pass by themselves.
import { Prisma } from '../../generated/prisma/client.ts'

/**
 * SQLSTATE classes 08 (connections), 40 (conflicts), 53 (resources), 57 (operator intervention) and 58 (system errors);
 * and 55000 for a database that is not open yet.
 */
const passingStates = /^(08|40|53|57|58)...$|^55000$/

/** Prisma's codes: P1… for connections, P2024 and P2028 for timeouts, P2034 for conflicts. */
const passingCodes = /^P1\d{3}$|^P2024$|^P2028$|^P2034$/

const passingKinds = new Set([
  'DatabaseNotReachable',
  'ConnectionClosed',
  'SocketTimeout',
  'TooManyConnections',
  'TransactionWriteConflict',
])

/** pg has no codes for connections that end during a query or do not open in time. */
const passingMessages = /connection terminated|timeout|timed out|not queryable/i

/**
 * Whether the database cannot answer at the moment: it restarts, cannot be reached, has no free connection, or preferred
 * another transaction. Trying again later may help. It never helps after a mistake in a statement.
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
  // Only network errors have a system call here.
  return syscall !== undefined || passingStates.test(code ?? '') || passingMessages.test(message ?? '')
}
