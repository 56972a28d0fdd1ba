// The end of an encryption key. Whoever throws a key away must know that nothing is under it, nor ever will be: so a
// key is retired in the database first, and whoever encrypts holds their key while they write.
import type { PoolClient } from 'pg'
import type { DbOrTx, Tx } from '../database/db.ts'
import type { FieldCipher } from './field-encryption.ts'

/** A process that would encrypt under a key that was rotated out. */
export class RetiredKeyError extends Error {
  override name = 'RetiredKeyError'
  constructor(keyId: string, retiredAt: Date) {
    super(
      `ENCRYPTION_KEY (key ${keyId}) was rotated out of this database at ${retiredAt.toISOString()}. ` +
        'Start with the newest key.',
    )
  }
}

/** Keeps the key that encrypts from being retired until the transaction ends. Fails when it has been retired. */
export async function holdKey(tx: Tx, { keyId }: FieldCipher): Promise<void> {
  await tx.$executeRaw`SELECT hold_encryption_key(${keyId})`
}

/** The same on a plain connection. */
export async function holdKeyOn(client: PoolClient, { keyId }: FieldCipher): Promise<void> {
  await client.query('SELECT hold_encryption_key($1)', [keyId])
}

/** @throws RetiredKeyError */
export async function refuseRetiredKey(db: DbOrTx, { keyId }: FieldCipher): Promise<void> {
  const retired = await db.retiredKey.findUnique({ where: { keyId } })
  if (retired) throw new RetiredKeyError(keyId, retired.retiredAt)
}

/** Notes that nothing may be encrypted any more under any of the keys but the newest. */
export async function retireKeys(tx: Tx, { keyId, otherKeyIds }: FieldCipher): Promise<void> {
  // Going back to a key that was rotated out is a rotation like any other.
  await tx.retiredKey.deleteMany({ where: { keyId } })
  await tx.retiredKey.createMany({
    data: otherKeyIds.map((other) => ({ keyId: other })),
    skipDuplicates: true,
  })
}

/** Waits for those who began to write under the keys before these were retired. What they wrote can then be seen. */
export async function waitForHolders(db: DbOrTx, keyIds: string[]): Promise<void> {
  for (const keyId of keyIds) {
    await db.$executeRaw`SELECT pg_advisory_xact_lock(hashtextextended('encryption key ' || ${keyId}, 0))`
  }
}
