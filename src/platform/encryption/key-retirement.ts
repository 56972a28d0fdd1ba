// The end of an encryption key. A key may be thrown away only when no value is under it and none ever will be. So a
// rotation first retires the key in the database, and code that encrypts holds its key while it writes (`holdKey`).
import type { DbOrTx, Tx } from '../database/db.ts'
import type { FieldCipher } from './field-encryption.ts'

/** ENCRYPTION_KEY is a key that was rotated out. */
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

/** After the commit, the database refuses values that are encrypted under any other key than the newest. */
export async function retireKeys(tx: Tx, { keyId, otherKeyIds }: FieldCipher): Promise<void> {
  // A rotation may go back to a key that was rotated out.
  await tx.retiredKey.deleteMany({ where: { keyId } })
  await tx.retiredKey.createMany({
    data: otherKeyIds.map((other) => ({ keyId: other })),
    skipDuplicates: true,
  })
}

/** Waits for the transactions that held the keys before they were retired. Then everything they wrote is committed. */
export async function waitForHolders(db: DbOrTx, keyIds: string[]): Promise<void> {
  for (const keyId of keyIds) {
    await db.$executeRaw`SELECT pg_advisory_xact_lock(hashtextextended('encryption key ' || ${keyId}, 0))`
  }
}
