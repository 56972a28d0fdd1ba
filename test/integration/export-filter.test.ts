// What the file of an export holds: the investors that match its filter, and the columns of its kind.
import { Readable } from 'node:stream'
import { text } from 'node:stream/consumers'
import { afterEach, beforeAll, describe, expect, it } from 'vitest'
import { allKinds, exportKinds } from '../../src/exports/kinds/registry.ts'
import type { ExportRequest } from '../../src/exports/request/export-request.ts'
import { requestExport } from '../../src/exports/request/request-export.ts'
import { runExport } from '../../src/exports/run/run-export.ts'
import type { CurrentSession } from '../../src/identity/session.ts'
import { importInvestors } from '../../src/investors/import/import-investors.ts'
import { DecryptionError } from '../../src/platform/encryption/field-encryption.ts'
import { openExport } from '../support/exports.ts'
import { asActor } from '../support/services.ts'
import { useServices } from '../support/use-services.ts'

describe('the file', () => {
  const services = useServices()
  let session: CurrentSession
  beforeAll(async () => {
    session = await services.signIn('owner@harborpoint.example')
    await services.db.investor.deleteMany()
    const csv = [
      'external_id,name,email,profile_type,tax_id',
      'A-1,Oak Trust,a@one.example,TRUST,000-12-3456',
      'A-2,100% Oak,b@two.example,ENTITY,001234567',
      'A-3,under_score,c@two.example,ENTITY,',
      'A-4,back\\slash,d@two.example,ENTITY,',
      'B-OAK,Pine,Oak.Person@three.example,INDIVIDUAL,000123456',
      'B-6,Ünïcode Straße,,JOINT,',
    ]
    await importInvestors({
      ...services,
      accountName: 'Harbor Point Partners',
      csv: Readable.from([csv.join('\n')]),
    })
    // Another account's: no filter may include it.
    const foreign = Readable.from([
      'external_id,name,profile_type,tax_id\nA-1,Oak Foreign,TRUST,000-12-3456\n',
    ])
    await importInvestors({ ...services, accountName: 'Summit Ridge Capital', csv: foreign })
    await services.db.$executeRaw`
      UPDATE investor SET created_at = '2026-01-01T00:00:00Z'::timestamptz + substr(external_id, 3)::int * interval '1 day'
      WHERE external_id ~ '^[AB]-[0-9]$'`
    await services.db.$executeRaw`UPDATE investor SET created_at = '2026-01-06' WHERE external_id = 'B-OAK'`
  })
  afterEach(() => services.db.export.deleteMany())

  async function fileOf(request: Partial<ExportRequest>): Promise<string[]> {
    const empty = { kind: 'TAX_INFORMATION', format: 'CSV', filter: {}, idempotencyKey: null } as const
    const { id } = await requestExport(services, asActor(session), { ...empty, ...request })
    await runExport(services, { exportId: id }, new AbortController().signal)
    const content = await openExport(services, session, id)
    return (await text(Readable.from(content ?? []))).trimEnd().split('\r\n')
  }

  const day = (number: number) => new Date(`2026-01-0${number}T00:00:00Z`)

  it.each([
    [{}, ['A-1', 'A-2', 'A-3', 'A-4', 'B-6', 'B-OAK']],
    [{ search: '  oAK ' }, ['A-1', 'A-2', 'B-OAK']],
    [{ search: '0% O' }, ['A-2']],
    [{ search: 'R_S' }, ['A-3']],
    [{ search: 'k\\s' }, ['A-4']],
    [{ search: "' OR true --" }, []],
    [{ search: 'ïcode straße' }, ['B-6']],
    [{ search: 'ÏCODE STRAßE' }, ['B-6']],
    // Whole tax ids, however they are written.
    [{ search: '000-12-3456' }, ['A-1', 'B-OAK']],
    [{ search: ' 00-0123456 ' }, ['A-1', 'B-OAK']],
    [{ search: '00-1234567' }, ['A-2']],
    [{ search: '000-12-345' }, []],
    [{ search: '3456' }, []],
    [{ search: '000-12-3456', createdAfter: day(4) }, ['B-OAK']],
    [{ search: '@two.' }, ['A-2', 'A-3', 'A-4']],
    [{ search: 'b-o' }, ['B-OAK']],
    // One or two characters match the beginning of a word of the name, or the whole reference.
    [{ search: 'oa' }, ['A-1', 'A-2']],
    [{ search: 'Ü' }, ['B-6']],
    [{ search: '%' }, []],
    [{ search: '_' }, []],
    [{ search: '   ' }, ['A-1', 'A-2', 'A-3', 'A-4', 'B-6', 'B-OAK']],
    // Both ends are exclusive.
    [{ createdAfter: day(4) }, ['A-4', 'B-6', 'B-OAK']],
    [{ createdBefore: day(4) }, ['A-1', 'A-2']],
    [{ createdAfter: day(3), createdBefore: day(6), search: '@two' }, ['A-3', 'A-4']],
    [{ createdAfter: day(6), createdBefore: day(6) }, []],
  ])('of the filter %j holds %j', async (filter, ids) => {
    const [header, ...rows] = await fileOf({ filter })
    expect(header).toBe('external_id,name,email,profile_type,address,tax_id')
    expect(rows.map((row) => row.split(',')[0]).sort()).toEqual(ids)
  })

  it('was searched for by a text that is stored encrypted: it may be a tax id', async () => {
    const search = '000-12-3456'
    const request = {
      kind: 'TAX_INFORMATION',
      format: 'CSV',
      filter: { search, createdAfter: day(1) },
      idempotencyKey: 'key-1',
    } as const
    const { id } = await requestExport(services, asActor(session), request)
    const stored = await services.db.export.findUniqueOrThrow({ where: { id } })
    expect(stored.filter).toEqual({ createdAfter: '2026-01-01T00:00:00.000Z' })
    const sealed = stored.filterSearch ?? Buffer.alloc(0)
    expect(services.cipher.decrypt(sealed, `export.filter_search:${id}`).toString()).toBe(search)
    const [everything] = await services.db.$queryRaw<{ text: string }[]>`
      SELECT concat((SELECT jsonb_agg(to_jsonb(e)) FROM export e), (SELECT jsonb_agg(to_jsonb(j)) FROM pgboss.job j),
                    (SELECT jsonb_agg(to_jsonb(a)) FROM audit_event a)) AS text`
    expect(everything?.text).toContain(id)
    for (const text of [search, Buffer.from(search).toString('hex'), '000123456']) {
      expect(everything?.text).not.toContain(text)
    }
    // Another export's search text does not open here: nobody can be made to export what someone else searched for.
    const { id: other } = await requestExport(services, asActor(session), {
      ...request,
      idempotencyKey: null,
    })
    await services.db.$executeRaw`
      UPDATE export SET filter_search = (SELECT filter_search FROM export WHERE id = ${id}::uuid)
      WHERE id = ${other}::uuid`
    await expect(runExport(services, { exportId: other }, new AbortController().signal)).rejects.toThrow(
      DecryptionError,
    )
    expect(await services.db.export.findUniqueOrThrow({ where: { id: other } })).toMatchObject({
      status: 'PROCESSING',
      storageKey: null,
    })
  })

  it('holds what its kind says, and no more', async () => {
    const who = 'external_id,name,email,profile_type'
    const bank = 'bank_name,bank_account_type,bank_routing_number,bank_account_number'
    const columns = {
      TAX_INFORMATION: `${who},address,tax_id`,
      BANKING_INFORMATION: `${who},${bank}`,
      BANKING_AND_TAX_INFORMATION: `${who},address,tax_id,${bank}`,
      DISTRIBUTIONS: `${who},paid_on,amount,currency,type,investment,reference,${bank}`,
    }
    expect(Object.keys(columns).sort()).toEqual(Object.keys(exportKinds).sort())
    for (const { name: kind } of allKinds) expect((await fileOf({ kind }))[0]).toBe(columns[kind])
  })
})
