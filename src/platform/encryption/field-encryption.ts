// Encryption of single values (Tax IDs, bank accounts, the keys of files) with libsodium's XChaCha20-Poly1305.
// Associated data binds each value to its row and column, so that a value moved elsewhere does not open. Each value
// names its master key, so that keys can be rotated while older values are still stored.
//
// Only this file encrypts values, and only for a transaction that holds the key: see `holdKey`.
import { randomFillSync } from 'node:crypto'
import type { PoolClient } from 'pg'
import sodium from 'sodium-native'
import type { Tx } from '../database/db.ts'
import { createMasterKey, keyIdBytes, type MasterKey } from './master-key.ts'
import type { IndexPlace, SealedPlace } from './sealed-columns.ts'

const nonceBytes = sodium.crypto_aead_xchacha20poly1305_ietf_NPUBBYTES
const tagBytes = sodium.crypto_aead_xchacha20poly1305_ietf_ABYTES
const digestBytes = 16
const headerBytes = 1 + keyIdBytes
const version = 2
/** The version of values from before key ids. They use the master key itself and do not name it. */
const versionWithoutKeyId = 1

/** A value cannot be decrypted: its key is missing, or its bytes were altered or moved to another row. */
export class DecryptionError extends Error {
  override name = 'DecryptionError'
  /** @param unknownKeyId the key that the value names, when that key is missing. */
  constructor(place: SealedPlace, unknownKeyId?: string) {
    super(
      unknownKeyId
        ? `The encrypted value of ${place} is under the key ${unknownKeyId}, which is neither ENCRYPTION_KEY nor among DECRYPTION_KEYS`
        : `The encrypted value of ${place} does not open: it was altered, moved from another place, or is under another key`,
    )
  }
}

/** Decrypts and digests with ENCRYPTION_KEY and DECRYPTION_KEYS. It cannot encrypt: `holdKey` returns a `Sealer`. */
export type FieldCipher = {
  /** The id of ENCRYPTION_KEY, in hexadecimal. It is derived from the key and reveals nothing about it. */
  keyId: string
  /** The ids of DECRYPTION_KEYS. */
  otherKeyIds: string[]
  /** @throws DecryptionError */
  decrypt(sealed: Uint8Array, place: SealedPlace): Buffer
  /** A blind index: equal for equal texts in the same place, and random to anyone without the key. */
  digest(text: string, place: IndexPlace): Buffer<ArrayBuffer>
  /** The digest under each key, the newest first: a value from before a rotation may have any of them. */
  digests(text: string, place: IndexPlace): Buffer<ArrayBuffer>[]
}

/** Encrypts bytes or text under ENCRYPTION_KEY. The transaction that holds the key stores the result. */
export type Sealer = (plain: string | Buffer, place: SealedPlace) => Buffer<ArrayBuffer>

/** ENCRYPTION_KEY of each cipher. It is not part of the cipher, so that code with a cipher cannot encrypt. */
const encryptionKeys = new WeakMap<FieldCipher, MasterKey>()

/**
 * Layout of a sealed value: 1 byte version, 8 bytes key id, 24 bytes nonce, the ciphertext, 16 bytes tag.
 * @param encryptionKey 32 bytes: encrypts and decrypts.
 * @param decryptionKeys further keys that only decrypt: keys from before a rotation, or the key of the next one.
 */
export function createFieldCipher(encryptionKey: Buffer, decryptionKeys: Buffer[] = []): FieldCipher {
  const newest = createMasterKey(encryptionKey)
  const byId = new Map(
    [newest, ...decryptionKeys.map(createMasterKey)].map((master) => [master.id.toString('hex'), master]),
  )
  const keyIds = [...byId.keys()]
  const cipher: FieldCipher = {
    keyId: keyIds[0] as string,
    otherKeyIds: keyIds.slice(1),
    decrypt: (sealed, place) => decrypt(byId, sealed, place),
    digest: (text, place) => digest(newest, text, place),
    digests: (text, place) => Array.from(byId.values(), (master) => digest(master, text, place)),
  }
  encryptionKeys.set(cipher, newest)
  return cipher
}

/**
 * Keeps ENCRYPTION_KEY from being retired until the transaction ends, and returns a function that encrypts under it.
 * @throws when the key has been retired.
 */
export async function holdKey(tx: Tx, cipher: FieldCipher): Promise<Sealer> {
  await tx.$executeRaw`SELECT hold_encryption_key(${cipher.keyId})`
  return createSealer(cipher)
}

/** `holdKey` for a transaction on a plain connection. */
export async function holdKeyOn(client: PoolClient, cipher: FieldCipher): Promise<Sealer> {
  if (client.getTransactionStatus() !== 'T') throw new Error('A key can only be held inside a transaction')
  await client.query('SELECT hold_encryption_key($1)', [cipher.keyId])
  return createSealer(cipher)
}

function createSealer(cipher: FieldCipher): Sealer {
  const key = encryptionKeys.get(cipher)
  if (!key) throw new Error('This cipher was not made by createFieldCipher')
  return (plain, place) => seal(key, plain, place)
}

/** The first bytes of every value under a key. SQL uses them to find values under another key. */
export const sealedPrefix = (keyId: string): Buffer =>
  Buffer.concat([Buffer.of(version), Buffer.from(keyId, 'hex')])

const noncesAtOnce = 512
const nonces = Buffer.alloc(noncesAtOnce * nonceBytes)
let noncesUsed = noncesAtOnce

/** A random nonce, valid until the next call. Makes many at a time, because a system call costs more than encryption. */
function nextNonce(): Buffer {
  if (noncesUsed === noncesAtOnce) {
    randomFillSync(nonces)
    noncesUsed = 0
  }
  const at = noncesUsed++ * nonceBytes
  return nonces.subarray(at, at + nonceBytes)
}

function seal(master: MasterKey, plain: string | Buffer, place: SealedPlace): Buffer<ArrayBuffer> {
  const message = typeof plain === 'string' ? Buffer.from(plain, 'utf8') : plain
  const sealed = Buffer.alloc(headerBytes + nonceBytes + message.length + tagBytes)
  sealed[0] = version
  master.id.copy(sealed, 1)
  const nonce = sealed.subarray(headerBytes, headerBytes + nonceBytes)
  nextNonce().copy(nonce)
  sodium.crypto_aead_xchacha20poly1305_ietf_encrypt(
    sealed.subarray(headerBytes + nonceBytes),
    message,
    Buffer.from(place, 'utf8'),
    null,
    nonce,
    master.subkeyFor(place),
  )
  return sealed
}

function decrypt(byId: Map<string, MasterKey>, sealed: Uint8Array, place: SealedPlace): Buffer {
  const bytes = Buffer.from(sealed.buffer, sealed.byteOffset, sealed.length)
  if (bytes[0] === versionWithoutKeyId) return openWithoutKeyId([...byId.values()], bytes, place)
  if (bytes[0] !== version || bytes.length < headerBytes) throw new DecryptionError(place)
  const keyId = bytes.toString('hex', 1, headerBytes)
  const master = byId.get(keyId)
  if (!master) throw new DecryptionError(place, keyId)
  return open(master.subkeyFor(place), bytes, headerBytes, place)
}

/** Opens nonce, ciphertext and tag, which begin at `start`. */
function open(key: Buffer, bytes: Buffer, start: number, place: SealedPlace): Buffer {
  const plainBytes = bytes.length - start - nonceBytes - tagBytes
  if (plainBytes < 0) throw new DecryptionError(place)
  const plain = Buffer.alloc(plainBytes)
  try {
    sodium.crypto_aead_xchacha20poly1305_ietf_decrypt(
      plain,
      null,
      bytes.subarray(start + nonceBytes),
      Buffer.from(place, 'utf8'),
      bytes.subarray(start, start + nonceBytes),
      key,
    )
  } catch {
    throw new DecryptionError(place)
  }
  return plain
}

/** Tries each key. Only values that no rotation has reached yet need this. */
function openWithoutKeyId(masters: MasterKey[], bytes: Buffer, place: SealedPlace): Buffer {
  for (const { key } of masters) {
    try {
      return open(key, bytes, 1, place)
    } catch {
      // Under another key, or under none of these.
    }
  }
  throw new DecryptionError(place)
}

function digest(master: MasterKey, text: string, place: IndexPlace): Buffer<ArrayBuffer> {
  const output = Buffer.alloc(digestBytes)
  // BLAKE2b with a key. The place ends before the text begins: no id of a row contains a line break.
  sodium.crypto_generichash(output, Buffer.from(`${place}\n${text}`, 'utf8'), master.subkeyFor(place))
  return output
}
