/** The key that the demo data of the tests is encrypted under. */
export const testEncryptionKey = Buffer.alloc(32, 7)
