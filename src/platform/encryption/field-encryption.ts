// Encryption of single values (tax ids, bank accounts, the keys of files): XChaCha20-Poly1305 of libsodium.
// Associated data binds each value to its row and column, so that a value moved elsewhere does not open. A key for
// each column is derived from the master key (HKDF, RFC 5869), so that no two purposes ever share one; and a value
// says under which master key it is, so that the keys can be changed while old values are still about.
import { hkdfSync, randomFillSync } from 'node:crypto'
import sodium from 'sodium-native'

const nonceBytes = sodium.crypto_aead_xchacha20poly1305_ietf_NPUBBYTES
const tagBytes = sodium.crypto_aead_xchacha20poly1305_ietf_ABYTES
const keyIdBytes = 8
const digestBytes = 16
const headerBytes = 1 + keyIdBytes
const version = 2
/** Of values sealed before there were key ids: under the master key itself, and without saying which. */
const versionWithoutKeyId = 1

/** Where a value is kept, as `table.column:ROW`: what precedes the colon decides the key. */
export type Place = `${string}.${string}:${string}`

/** A value that does not open: under a key that is not there, or bytes that were altered or moved to another row. */
export class DecryptionError extends Error {
  override name = 'DecryptionError'
  /** @param unknownKeyId the key that the value says it is under, when there is no such key. */
  constructor(place: Place, unknownKeyId?: string) {
    super(
      unknownKeyId
        ? `The encrypted value of ${place} is under the key ${unknownKeyId}, which is neither ENCRYPTION_KEY nor among DECRYPTION_KEYS`
        : `The encrypted value of ${place} does not open: it was altered, moved from another place, or is under another key`,
    )
  }
}

/** Everything that is keyed by ENCRYPTION_KEY. */
export type FieldCipher = {
  /** Names the key that encrypts, in hexadecimal. It is derived from the key, and tells nothing of it. */
  keyId: string
  /** The keys that only decrypt. */
  otherKeyIds: string[]
  /** Encrypts bytes or text under the newest key. */
  encrypt(plain: string | Buffer, place: Place): Buffer<ArrayBuffer>
  /** @throws DecryptionError */
  decrypt(sealed: Uint8Array, place: Place): Buffer
  /** A blind index: the same for the same text in the same place, and to whoever lacks the key as good as random. */
  digest(text: string, place: Place): Buffer<ArrayBuffer>
  /** The digest under each of the keys, the newest first: what a value stored before a rotation may have. */
  digests(text: string, place: Place): Buffer<ArrayBuffer>[]
}

const noncesAtOnce = 512
const nonces = Buffer.alloc(noncesAtOnce * nonceBytes)
let noncesUsed = noncesAtOnce

/** A fresh random nonce, good until the next call. Made many at a time: a system call each would cost more than the encryption. */
function nextNonce(): Buffer {
  if (noncesUsed === noncesAtOnce) {
    randomFillSync(nonces)
    noncesUsed = 0
  }
  const at = noncesUsed++ * nonceBytes
  return nonces.subarray(at, at + nonceBytes)
}

type MasterKey = { id: Buffer; key: Buffer; subkeyFor(place: Place): Buffer }

const derive = (key: Buffer, purpose: string, bytes: number): Buffer =>
  Buffer.from(hkdfSync('sha256', key, '', `vestibule ${purpose}`, bytes))

function createMasterKey(key: Buffer): MasterKey {
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

/**
 * Layout of a sealed value: 1 byte version, 8 bytes key id, 24 bytes nonce, the ciphertext, 16 bytes tag.
 * @param encryptionKey 32 bytes: encrypts, and decrypts.
 * @param decryptionKeys further keys, which only decrypt: those before a rotation, or one that is to come.
 */
export function createFieldCipher(encryptionKey: Buffer, decryptionKeys: Buffer[] = []): FieldCipher {
  const newest = createMasterKey(encryptionKey)
  const byId = new Map(
    [newest, ...decryptionKeys.map(createMasterKey)].map((master) => [master.id.toString('hex'), master]),
  )
  const keyIds = [...byId.keys()]
  return {
    keyId: keyIds[0] as string,
    otherKeyIds: keyIds.slice(1),
    encrypt: (plain, place) => seal(newest, plain, place),
    decrypt(sealed, place) {
      const bytes = Buffer.from(sealed.buffer, sealed.byteOffset, sealed.length)
      if (bytes[0] === versionWithoutKeyId) return openWithoutKeyId([...byId.values()], bytes, place)
      if (bytes[0] !== version || bytes.length < headerBytes) throw new DecryptionError(place)
      const keyId = bytes.toString('hex', 1, headerBytes)
      const master = byId.get(keyId)
      if (!master) throw new DecryptionError(place, keyId)
      return open(master.subkeyFor(place), bytes, headerBytes, place)
    },
    digest: (text, place) => digest(newest, text, place),
    digests: (text, place) => Array.from(byId.values(), (master) => digest(master, text, place)),
  }
}

/** What the sealed values of a key begin with: enough for SQL to tell which values are under another one. */
export const sealedPrefix = (keyId: string): Buffer =>
  Buffer.concat([Buffer.of(version), Buffer.from(keyId, 'hex')])

function seal(master: MasterKey, plain: string | Buffer, place: Place): Buffer<ArrayBuffer> {
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

/** Opens nonce, ciphertext and tag, which begin at `start`. */
function open(key: Buffer, bytes: Buffer, start: number, place: Place): Buffer {
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

/** Any key may be the one. Only values that no rotation has been over yet are so. */
function openWithoutKeyId(masters: MasterKey[], bytes: Buffer, place: Place): Buffer {
  for (const { key } of masters) {
    try {
      return open(key, bytes, 1, place)
    } catch {
      // Under one of the others, or none.
    }
  }
  throw new DecryptionError(place)
}

function digest(master: MasterKey, text: string, place: Place): Buffer<ArrayBuffer> {
  const output = Buffer.alloc(digestBytes)
  // BLAKE2b with a key. The place ends before the text begins: no id of a row contains a line break.
  sodium.crypto_generichash(output, Buffer.from(`${place}\n${text}`, 'utf8'), master.subkeyFor(place))
  return output
}
