// The server's keys. Production configures them. Elsewhere they are made once and stored in the data directory. After a
// rotation of ENCRYPTION_KEY, DECRYPTION_KEYS has the older keys, for values that are still under them.
import { randomBytes } from 'node:crypto'
import { linkSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { z } from 'zod'
import type { Config } from '../../config.ts'

type Keys = {
  /** Hashes codes. */
  secretKey: Buffer
  /** Encrypts Tax IDs, bank accounts and the keys of export files. */
  encryptionKey: Buffer
  /** Further keys that only decrypt. */
  decryptionKeys: Buffer[]
}

type KeptKeys = Omit<Keys, 'decryptionKeys'>

const stored = z.object({ secretKey: z.base64(), encryptionKey: z.base64() })

/** The configured keys. Those that are not configured come from `keys.json` in the data directory. */
export function loadKeys(config: Config): Keys {
  const { secretKey, encryptionKey, decryptionKeys } = config
  if (secretKey && encryptionKey) return { secretKey, encryptionKey, decryptionKeys }
  const kept = keepKeys(config.dataDir)
  return {
    secretKey: secretKey ?? kept.secretKey,
    encryptionKey: encryptionKey ?? kept.encryptionKey,
    decryptionKeys,
  }
}

function keepKeys(dataDir: string): KeptKeys {
  const file = join(dataDir, 'keys.json')
  mkdirSync(dataDir, { recursive: true, mode: 0o711 })
  createKeysOnce(file)
  const { secretKey, encryptionKey } = stored.parse(JSON.parse(readFileSync(file, 'utf8')))
  return { secretKey: Buffer.from(secretKey, 'base64'), encryptionKey: Buffer.from(encryptionKey, 'base64') }
}

/**
 * Writes the file whole or not at all, and never over existing keys: what they encrypt would be lost. A link, unlike a
 * rename, cannot replace a file.
 */
function createKeysOnce(file: string): void {
  const partial = `${file}.${process.pid}`
  const keys = { secretKey: randomBytes(32), encryptionKey: randomBytes(32) }
  const text = JSON.stringify(keys, (_, value) =>
    value?.type === 'Buffer' ? Buffer.from(value.data).toString('base64') : value,
  )
  try {
    writeFileSync(partial, `${text}\n`, { mode: 0o600 })
    linkSync(partial, file)
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error
  } finally {
    rmSync(partial, { force: true })
  }
}
