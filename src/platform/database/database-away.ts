// Errors of the database that pass by themselves: it is restarting, cannot be reached, has no connection left, chose
// one of two transactions. Trying again later is right for these; for a mistake in a statement it is not.
import { Prisma } from '../../generated/prisma/client.ts'

/** SQLSTATE classes: connections, conflicts, resources, the operator's doing, the system's; and databases not open yet. */
const passingStates = /^(08|40|53|57|58)...$|^55000$/

/** Prisma's own: the P1 are about the connection; no connection or no transaction in time; a conflict. */
const passingCodes = /^P1\d{3}$|^P2024$|^P2028$|^P2034$/

const passingKinds = new Set([
  'DatabaseNotReachable',
  'ConnectionClosed',
  'SocketTimeout',
  'TooManyConnections',
  'TransactionWriteConflict',
])

/** pg has no codes for connections that end under a query, or are not had in time. */
const passingMessages = /connection terminated|timeout|timed out|not queryable/i

export function isPassing(error: unknown): boolean {
  if (error instanceof Prisma.PrismaClientKnownRequestError) {
    const { driverAdapterError } = (error.meta ?? {}) as {
      driverAdapterError?: { cause?: { kind?: string; originalCode?: string } }
    }
    const { kind = '', originalCode = '' } = driverAdapterError?.cause ?? {}
    return passingCodes.test(error.code) || passingKinds.has(kind) || passingStates.test(originalCode)
  }
  const { code, syscall, message } = error as { code?: string; syscall?: string; message?: string }
  // A system call that failed is one of the network's here.
  return syscall !== undefined || passingStates.test(code ?? '') || passingMessages.test(message ?? '')
}
