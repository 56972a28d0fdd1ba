// The command that rotates ENCRYPTION_KEY: what it brings under the new key, what it says, and what it leaves as it is.
import sodium from 'sodium-native'
import { describe, expect, it } from 'vitest'
import { filterSearchPlace } from '../../src/exports/request/filter-search.ts'
import { countOutdated } from '../../src/platform/encryption/reseal.ts'
import type { Outcome } from '../support/command.ts'
import {
  bothKeys,
  csvFile,
  importRows,
  newAlone,
  newKey,
  oldAlone,
  oldKey,
  useRotation,
} from '../support/rotation.ts'

const rotation = useRotation()
const { ask, download, openInvestors, readStored, rotate, run, startRotation } = rotation

const waiting = 'Waiting for imports and exports that still use another key.\n'
const ending = `No stored value uses the key ${oldAlone.keyId}, and none can use it again. Remove it from DECRYPTION_KEYS everywhere. Older backups still need it.\n`
const rotated = (what: string): Outcome => ({
  exitCode: 0,
  stdout: `The encryption key is ${bothKeys.keyId}.\n${waiting}${what}\n${ending}`,
  stderr: '',
})

const rotationEvents = () =>
  rotation.old.db.auditEvent.findMany({
    where: { action: { startsWith: 'encryption_key.' } },
    orderBy: { id: 'asc' },
    select: { action: true, accountId: true, actorId: true, details: true },
  })

describe('the command', () => {
  it('brings investors, files and searches under the new key, says so, and does it once', async () => {
    const finished = await ask({}, rotation.old)
    await run(finished.id, rotation.old)
    const searched = await ask({ filter: { search: '000-12-3456' } }, rotation.old)
    const investors = await openInvestors(oldAlone)
    const content = await download(finished.id, oldAlone)

    const sealed = await rotation.old.db.investor.count({
      where: { OR: [{ taxId: { not: null } }, { bankAccountNumber: { not: null } }] },
    })
    const count = (sealed + 2).toLocaleString('en-US')
    expect(await startRotation(newKey, oldKey).ended).toEqual(rotated(`Encrypted ${count} rows with it.`))
    expect(await openInvestors(newAlone)).toEqual(investors)
    expect(await download(finished.id, newAlone)).toBe(content)
    const { filterSearch } = await rotation.old.db.export.findUniqueOrThrow({ where: { id: searched.id } })
    expect(String(newAlone.decrypt(filterSearch as Uint8Array, filterSearchPlace(searched.id)))).toBe(
      '000-12-3456',
    )

    const done = await readStored()
    expect(await rotate(newKey, oldKey)).toEqual(rotated('Everything was already encrypted with it.'))
    expect(await readStored()).toEqual(done)
    const [began, ended] = ['encryption_key.rotation_began', 'encryption_key.rotation_ended']
    const keys = { keyId: bothKeys.keyId, otherKeyIds: [oldAlone.keyId], by: 'operator' }
    const event = (action: string | undefined, details = {}) => ({
      ...{ action, accountId: null, actorId: null },
      details: { ...keys, ...details },
    })
    expect(await rotationEvents()).toEqual([
      event(began),
      event(ended, { written: sealed + 2, left: 0 }),
      event(began),
      event(ended, { written: 0, left: 0 }),
    ])
  })

  it('without the old key changes nothing, and says what it lacks', async () => {
    const untouched = await readStored()
    const { exitCode, stdout, stderr } = await rotate(newKey)
    expect([exitCode, stdout]).toEqual([1, `The encryption key is ${bothKeys.keyId}.\n`])
    const lines = stderr.trimEnd().split('\n')
    expect(lines).toHaveLength(8)
    expect(lines[0]).toMatch(/^1,\d{3} rows could not be encrypted with it, so keep every key:$/)
    expect(lines[1]).toMatch(
      new RegExp(
        `^  The encrypted value of investor\\.\\w+:[\\w-]+ is under the key ${oldAlone.keyId}, which is`,
      ),
    )
    expect(lines[6]).toMatch(/^ {2}and 2,\d{3} more$/)
    expect(lines[7]).toBe('Add the missing keys to DECRYPTION_KEYS and run the command again.')
    expect(await readStored()).toEqual(untouched)
  })

  it('goes on past a value that does not open, and leaves it as it is', async () => {
    const [damaged] = await rotation.old.db.$queryRaw<{ id: string; tax_id: Buffer }[]>`
      UPDATE investor SET tax_id = set_byte(tax_id, 40, get_byte(tax_id, 40) # 1)
      WHERE id = (SELECT id FROM investor WHERE tax_id IS NOT NULL AND bank_account_number IS NOT NULL ORDER BY id LIMIT 1)
      RETURNING id, tax_id`
    const { exitCode, stderr } = await rotate(newKey, oldKey)
    expect([exitCode, stderr]).toEqual([
      1,
      `1 row could not be encrypted with it, so keep every key:
  The encrypted value of investor.tax_id:${damaged?.id} does not open: it was altered, moved from another place, or is under another key
Add the missing keys to DECRYPTION_KEYS and run the command again.
`,
    ])
    const row = await rotation.old.db.investor.findUniqueOrThrow({ where: { id: damaged?.id ?? '' } })
    expect(row.taxId).toEqual(damaged?.tax_id)
    expect(() =>
      newAlone.decrypt(row.bankAccountNumber as Uint8Array, `investor.bank_account_number:${row.id}`),
    ).not.toThrow()
    const left = { pool: rotation.old.pool, cipher: newAlone }
    expect(await countOutdated({ ...left, table: 'investor' })).toBe(1)
  })

  it('upgrades what an older version stored: values without key id and without blind index', async () => {
    const investors = await openInvestors(oldAlone)
    for (const { id, taxId } of investors.slice(0, 10)) {
      const value = taxId && sealWithoutKeyId(oldKey, taxId, `investor.tax_id:${id}`)
      await rotation.old.db
        .$executeRaw`UPDATE investor SET tax_id = ${value}, tax_id_index = NULL WHERE id = ${id}::uuid`
    }
    const count = investors.slice(0, 10).filter(({ taxId }) => taxId).length
    expect(count).toBeGreaterThan(5)
    const { exitCode, stdout } = await rotate(oldKey)
    expect([exitCode, stdout]).toEqual([
      0,
      `The encryption key is ${oldAlone.keyId}.\nEncrypted ${count} rows with it.\n`,
    ])
    expect(await openInvestors(oldAlone)).toEqual(investors)
  })

  it('can go back to the key before, which then encrypts again', async () => {
    const investors = await openInvestors(oldAlone)
    await rotate(newKey, oldKey)
    const { exitCode, stdout } = await rotate(oldKey, newKey)
    expect([exitCode, stdout.split('\n').at(-2)]).toEqual([
      0,
      ending.replace(oldAlone.keyId, bothKeys.keyId).trimEnd(),
    ])
    expect(await openInvestors(oldAlone)).toEqual(investors)
    await importRows(rotation.old, csvFile('back', 1))
    await expect(importRows(rotation.services, csvFile('forth', 1))).rejects.toThrow('was rotated out')
  })
})

/** A value as the first version stored it: encrypted with the master key itself. */
function sealWithoutKeyId(key: Buffer, plain: string, place: string): Buffer {
  const nonce = Buffer.alloc(24, 3)
  const sealed = Buffer.alloc(Buffer.byteLength(plain) + 16)
  sodium.crypto_aead_xchacha20poly1305_ietf_encrypt(
    sealed,
    Buffer.from(plain),
    Buffer.from(place),
    null,
    nonce,
    key,
  )
  return Buffer.concat([Buffer.of(1), nonce, sealed])
}
