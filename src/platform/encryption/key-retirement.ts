// The end of an encryption key. Nobody may throw a key away before nothing is under it, and nothing ever will be. So a
// rotation first retires the key in the database, and whoever encrypts holds their key while they write (`holdKey`).
import type { DbOrTx, Tx } from '../database/db.ts'
import type { FieldCipher } from './field-encryption.ts'

/** This process would encrypt under a key that was rotated out. */
export class RetiredKeyError extends Error {
  override name = 'RetiredKeyError'
  constructor(keyId: string, retiredAt: Date) {
    super(
      `ENCRYPTION_KEY (key ${keyId}) was rotated out of this database at ${retiredAt.toISOString()}. ` +
        'Start with the newest key.',
    )
  }
}

/** @throws RetiredKeyError when ENCRYPTION_KEY was rotated out of this database. */
export async function refuseRetiredKey(db: DbOrTx, { keyId }: FieldCipher): Promise<void> {
  const retired = await db.retiredKey.findUnique({ where: { keyId } })
  if (retired) throw new RetiredKeyError(keyId, retired.retiredAt)
}

/** From the commit on, the database refuses what is encrypted under any key but the newest. */
export async function retireKeys(tx: Tx, { keyId, otherKeyIds }: FieldCipher): Promise<void> {
  // Going back to a key that was rotated out is a rotation like any other.
  await tx.retiredKey.deleteMany({ where: { keyId } })
  await tx.retiredKey.createMany({
    data: otherKeyIds.map((other) => ({ keyId: other })),
    skipDuplicates: true,
  })
}

/** Waits for the transactions that held the keys before these were retired. Everything they wrote is then committed. */
export async function waitForHolders(db: DbOrTx, keyIds: string[]): Promise<void> {
  for (const keyId of keyIds) {
    await db.$executeRaw`SELECT pg_advisory_xact_lock(hashtextextended('encryption key ' || ${keyId}, 0))`
  }
}
