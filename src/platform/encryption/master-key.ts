// ENCRYPTION_KEY and DECRYPTION_KEYS, and what is derived from them (HKDF, RFC 5869).
import { hkdfSync } from 'node:crypto'
import type { IndexPlace, SealedPlace } from './sealed-columns.ts'

export const keyIdBytes = 8

export type MasterKey = {
  /** Identifies the key and reveals nothing about it. */
  id: Buffer
  key: Buffer
  /** The key of the place's column. Every column has its own. */
  subkeyFor(place: SealedPlace | IndexPlace): Buffer
}

const derive = (key: Buffer, purpose: string, bytes: number): Buffer =>
  Buffer.from(hkdfSync('sha256', key, '', `vestibule ${purpose}`, bytes))

export function createMasterKey(key: Buffer): MasterKey {
  const subkeys = new Map<string, Buffer>()
  return {
    id: derive(key, 'key id', keyIdBytes),
    key,
    subkeyFor(place) {
      const column = place.slice(0, place.indexOf(':'))
      const known = subkeys.get(column)
      if (known) return known
      const subkey = derive(key, column, 32)
      subkeys.set(column, subkey)
      return subkey
    },
  }
}
