// A key that was rotated out: nothing is encrypted with it again, and the rotation waits for what still uses it.
import { describe, expect, it } from 'vitest'
import { createFieldCipher } from '../../src/platform/encryption/field-encryption.ts'
import { startTestApp } from '../support/app.ts'
import {
  csvFile,
  csvHeader,
  csvRows,
  importRows,
  newAlone,
  newKey,
  oldAlone,
  oldKey,
  useRotation,
} from '../support/rotation.ts'
import { until } from '../support/until.ts'

const rotation = useRotation()
const { ask, openInvestors, readStored, rotate, run, startRotation } = rotation

describe('a key that was rotated out', () => {
  it('encrypts nothing any more: not an import, not a file, not a search', async () => {
    // A process that was not restarted, and still encrypts with the old key.
    const forgotten = { ...rotation.old, cipher: createFieldCipher(oldKey, [newKey]) }
    const exported = await ask({}, forgotten)
    await rotate(newKey, oldKey)
    const untouched = await readStored()
    const refusal = `ENCRYPTION_KEY (key ${oldAlone.keyId}) was rotated out`
    await expect(importRows(forgotten, csvFile('late', 3))).rejects.toThrow(refusal)
    await expect(ask({ filter: { search: 'x' } }, forgotten)).rejects.toThrow(refusal)
    expect(await readStored()).toEqual(untouched)
    await expect(run(exported.id, forgotten)).rejects.toThrow(refusal)
    expect(await rotation.old.db.export.findUniqueOrThrow({ where: { id: exported.id } })).toMatchObject({
      status: 'PROCESSING',
      fileKey: null,
    })
  })

  it('is refused at the start', async () => {
    await rotate(newKey, oldKey)
    await expect(
      startTestApp({ encryptionKey: oldKey, decryptionKeys: [newKey] }, rotation.old.database),
    ).rejects.toThrow(`ENCRYPTION_KEY (key ${oldAlone.keyId}) was rotated out of this database`)
    await (await startTestApp({ encryptionKey: newKey }, rotation.old.database)).stop()
  })

  it('is waited for while an import still writes under it, which is not lost', async () => {
    const resume = Promise.withResolvers<void>()
    async function* slowly() {
      yield `${csvHeader}\n${csvRows('slow', 1_000).join('\n')}\n`
      await resume.promise
      yield csvRows('more', 10).join('\n')
    }
    const importing = importRows(rotation.old, slowly())
    const locks = (granted: boolean) =>
      rotation.old.db.$queryRaw<unknown[]>`
        SELECT 1 FROM pg_locks WHERE locktype = 'advisory' AND granted = ${granted}
          AND database = (SELECT oid FROM pg_database WHERE datname = current_database())
          AND mode = CASE WHEN ${granted} THEN 'ShareLock' ELSE 'ExclusiveLock' END`
    await until(async () => expect(await locks(true)).toHaveLength(1))
    const command = startRotation(newKey, oldKey)
    await until(async () => expect(await locks(false)).toHaveLength(1)).finally(resume.resolve)
    expect(await importing).toEqual({ imported: 1_010 })
    expect(await command.ended).toMatchObject({ exitCode: 0, stderr: '' })
    const investors = await openInvestors(newAlone)
    expect(investors).toHaveLength(1_500 + 1_010)
  })
})
