// Encryption of single values (tax ids, bank accounts, the keys of files): XChaCha20-Poly1305 of libsodium.
// Associated data binds each value to its row and column, so that a value moved elsewhere does not open.
import { randomFillSync } from 'node:crypto'
import sodium from 'sodium-native'

const nonceBytes = sodium.crypto_aead_xchacha20poly1305_ietf_NPUBBYTES
const tagBytes = sodium.crypto_aead_xchacha20poly1305_ietf_ABYTES
const version = 1

/** A value that does not open: a wrong ENCRYPTION_KEY, or bytes that were altered or moved to another row. */
export class DecryptionError extends Error {
  override name = 'DecryptionError'
  constructor(boundTo: string) {
    super(`The encrypted value of ${boundTo} does not open: a wrong ENCRYPTION_KEY, or the value was altered`)
  }
}

export type FieldCipher = {
  /** Encrypts bytes or text. `boundTo` names the place of the value, such as `investor.tax_id:ID`. */
  encrypt(plain: string | Buffer, boundTo: string): Buffer<ArrayBuffer>
  /** @throws DecryptionError */
  decrypt(sealed: Uint8Array, boundTo: string): Buffer
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

/** Layout of a sealed value: 1 byte version, 24 bytes nonce, the ciphertext, 16 bytes tag. */
export function createFieldCipher(encryptionKey: Buffer): FieldCipher {
  return {
    encrypt(plain, boundTo) {
      const message = typeof plain === 'string' ? Buffer.from(plain, 'utf8') : plain
      const sealed = Buffer.alloc(1 + nonceBytes + message.length + tagBytes)
      sealed[0] = version
      const nonce = sealed.subarray(1, 1 + nonceBytes)
      nextNonce().copy(nonce)
      sodium.crypto_aead_xchacha20poly1305_ietf_encrypt(
        sealed.subarray(1 + nonceBytes),
        message,
        Buffer.from(boundTo, 'utf8'),
        null,
        nonce,
        encryptionKey,
      )
      return sealed
    },
    decrypt(sealed, boundTo) {
      const bytes = Buffer.from(sealed.buffer, sealed.byteOffset, sealed.length)
      if (bytes.length < 1 + nonceBytes + tagBytes || bytes[0] !== version) throw new DecryptionError(boundTo)
      const plain = Buffer.alloc(bytes.length - 1 - nonceBytes - tagBytes)
      try {
        sodium.crypto_aead_xchacha20poly1305_ietf_decrypt(
          plain,
          null,
          bytes.subarray(1 + nonceBytes),
          Buffer.from(boundTo, 'utf8'),
          bytes.subarray(1, 1 + nonceBytes),
          encryptionKey,
        )
      } catch {
        throw new DecryptionError(boundTo)
      }
      return plain
    },
  }
}
