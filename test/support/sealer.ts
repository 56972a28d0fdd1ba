import type { Tx } from '../../src/platform/database/db.ts'
import { type FieldCipher, holdKey, type Sealer } from '../../src/platform/encryption/field-encryption.ts'

/** Encrypts without a database, for tests that make stored values by hand: its transaction holds nothing. */
export const createSealer = (cipher: FieldCipher): Promise<Sealer> =>
  holdKey({ $executeRaw: async () => 0 } as unknown as Tx, cipher)
