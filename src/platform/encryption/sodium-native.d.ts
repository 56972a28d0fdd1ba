// Types for the parts of sodium-native 5 that are used here. It has no types, and the published ones are of an older
// version.
declare module 'sodium-native' {
  type Bytes = Uint8Array

  const sodium: {
    crypto_aead_xchacha20poly1305_ietf_NPUBBYTES: number
    crypto_aead_xchacha20poly1305_ietf_ABYTES: number
    crypto_aead_xchacha20poly1305_ietf_encrypt(
      ciphertext: Bytes,
      message: Bytes,
      associatedData: Bytes | null,
      nsec: null,
      nonce: Bytes,
      key: Bytes,
    ): number
    /** Throws when the ciphertext is not authentic. */
    crypto_aead_xchacha20poly1305_ietf_decrypt(
      message: Bytes,
      nsec: null,
      ciphertext: Bytes,
      associatedData: Bytes | null,
      nonce: Bytes,
      key: Bytes,
    ): number

    /** Keyed BLAKE2b. The length of `output` is the length of the hash. */
    crypto_generichash(output: Bytes, input: Bytes, key: Bytes): void

    crypto_secretstream_xchacha20poly1305_ABYTES: number
    crypto_secretstream_xchacha20poly1305_HEADERBYTES: number
    crypto_secretstream_xchacha20poly1305_KEYBYTES: number
    crypto_secretstream_xchacha20poly1305_STATEBYTES: number
    crypto_secretstream_xchacha20poly1305_TAG_MESSAGE: number
    crypto_secretstream_xchacha20poly1305_TAG_FINAL: number
    crypto_secretstream_xchacha20poly1305_init_push(state: Bytes, header: Bytes, key: Bytes): void
    crypto_secretstream_xchacha20poly1305_push(
      state: Bytes,
      ciphertext: Bytes,
      message: Bytes,
      associatedData: Bytes | null,
      tag: number,
    ): number
    crypto_secretstream_xchacha20poly1305_init_pull(state: Bytes, header: Bytes, key: Bytes): void
    /** Throws when the ciphertext is not authentic. Writes the chunk's tag to the first byte of `tag`. */
    crypto_secretstream_xchacha20poly1305_pull(
      state: Bytes,
      message: Bytes,
      tag: Bytes,
      ciphertext: Bytes,
      associatedData: Bytes | null,
    ): number
  }
  export default sodium
}
