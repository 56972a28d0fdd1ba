// Asking for an export: the row and its job are one, a key makes one export, quotas hold, and the filter is obeyed.
import { Readable } from 'node:stream'
import { text } from 'node:stream/consumers'
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import { deleteExport } from '../../src/exports/ending/delete-export.ts'
import { tidyUp } from '../../src/exports/ending/janitor.ts'
import { sweepDeletedExports } from '../../src/exports/ending/sweep-deleted-exports.ts'
import { allKinds, exportKinds } from '../../src/exports/kinds/registry.ts'
import type { ExportRequest } from '../../src/exports/request/export-request.ts'
import { requestExport } from '../../src/exports/request/request-export.ts'
import { runExport } from '../../src/exports/run/run-export.ts'
import type { CurrentSession } from '../../src/identity/session.ts'
import { importInvestors } from '../../src/investors/import/import-investors.ts'
import { runSweep } from '../../src/platform/database/sweep.ts'
import { DecryptionError } from '../../src/platform/encryption/field-encryption.ts'
import { startTestApp, type TestApp } from '../support/app.ts'
import type { ApiClient } from '../support/client.ts'
import { askForExport, openExport } from '../support/exports.ts'
import { AskForExportDocument, type RequestExportInput } from '../support/gql/graphql.ts'
import { asActor, nowhere, startTestServices, type TestServices } from '../support/services.ts'

const ownerEmail = 'owner@summitridge.example'

/** The exports and jobs that there are. */
async function countAll({ db }: Pick<TestServices, 'db'>): Promise<{ exports: number; jobs: number }> {
  const [jobs] = await db.$queryRaw<{ count: number }[]>`SELECT count(*)::int AS count FROM pgboss.job`
  return { exports: await db.export.count(), jobs: jobs?.count ?? -1 }
}

async function clear({ db }: Pick<TestServices, 'db'>): Promise<void> {
  await db.export.deleteMany()
  await db.$executeRaw`DELETE FROM pgboss.job`
}

describe('the verb', () => {
  let services: TestServices
  let session: CurrentSession
  beforeAll(async () => {
    services = await startTestServices()
    session = await services.signIn(ownerEmail)
  })
  afterAll(() => services.stop())
  afterEach(() => clear(services))

  const ask = (request: Partial<ExportRequest> = {}, using = services) =>
    requestExport(using, asActor(session), {
      ...{ kind: 'TAX_INFORMATION', format: 'CSV', filter: {}, idempotencyKey: null },
      ...request,
    })

  it('leaves no row when its job is not accepted', async () => {
    const enqueue = () => Promise.reject(new Error('the queue is away'))
    const broken = { ...services, jobs: { ...services.jobs, enqueue } }
    await expect(ask({}, broken)).rejects.toThrow('the queue is away')
    expect(await countAll(services)).toEqual({ exports: 0, jobs: 0 })
  })

  it('leaves no job when its row is not committed', async () => {
    const transact: TestServices['events']['transact'] = (db, work) =>
      services.events.transact(db, async (change) => {
        await work(change)
        throw new Error('the commit failed')
      })
    await expect(ask({}, { ...services, events: { ...services.events, transact } })).rejects.toThrow(
      'the commit failed',
    )
    expect(await countAll(services)).toEqual({ exports: 0, jobs: 0 })
  })

  it('makes one export of a key, however often and however parallel', async () => {
    const request = {
      filter: { search: ' Oak ', createdAfter: new Date('2020-01-01') },
      idempotencyKey: 'key-1',
    }
    const made = await Promise.all(Array.from({ length: 20 }, () => ask(request)))
    const again = await ask({ ...request, filter: { ...request.filter, search: 'Oak', createdBefore: null } })
    expect(new Set([...made, again].map(({ id }) => id)).size).toBe(1)
    expect(await countAll(services)).toEqual({ exports: 1, jobs: 1 })
  })

  it('keeps a key of 24 hours beyond the deletion of its export: a retry does not make it again', async () => {
    const { id } = await ask({ idempotencyKey: 'key-1' })
    await deleteExport(services, asActor(session), id)
    await tidyUp(services)
    await services.db.$executeRaw`UPDATE deleted_export SET requested_at = now() - interval '23 hours'`
    await runSweep(services.db, sweepDeletedExports)
    for (const request of [{}, { kind: 'BANKING_INFORMATION' as const }]) {
      await expect(ask({ ...request, idempotencyKey: 'key-1' })).rejects.toMatchObject({
        message: 'The export of this idempotency key was deleted. Use a new key to request it again.',
        path: ['input', 'idempotencyKey'],
      })
    }
    expect((await countAll(services)).exports).toBe(0)
    const colleague = await services.signIn('finance@summitridge.example')
    const request = { kind: 'TAX_INFORMATION', format: 'CSV', filter: {}, idempotencyKey: 'key-1' } as const
    await requestExport(services, asActor(colleague), request)
    await services.db.$executeRaw`UPDATE deleted_export SET requested_at = now() - interval '24 hours'`
    await runSweep(services.db, sweepDeletedExports)
    expect(await services.db.deletedExport.count()).toBe(0)
    await ask({ idempotencyKey: 'key-1' })
    expect((await countAll(services)).exports).toBe(2)
  })

  it("does not mix up two members' keys", async () => {
    const colleague = await services.signIn('finance@summitridge.example')
    const request = { kind: 'TAX_INFORMATION', format: 'CSV', filter: {}, idempotencyKey: 'key-1' } as const
    const mine = await requestExport(services, { session: session, client: nowhere }, request)
    const theirs = await requestExport(services, asActor(colleague), request)
    expect(theirs.id).not.toBe(mine.id)
    expect([mine.ownerId, theirs.ownerId]).toEqual([session.teamMemberId, colleague.teamMemberId])
  })

  it('forgets a key after 24 hours', async () => {
    const first = await ask({ idempotencyKey: 'key-1' })
    const age = (hours: number) =>
      services.db.$executeRaw`UPDATE export SET requested_at = now() - ${hours} * interval '1 hour'`
    await age(23.9)
    expect((await ask({ idempotencyKey: 'key-1' })).id).toBe(first.id)
    await age(25)
    const second = await ask({ kind: 'BANKING_INFORMATION', idempotencyKey: 'key-1' })
    expect(second.id).not.toBe(first.id)
    expect((await ask({ kind: 'BANKING_INFORMATION', idempotencyKey: 'key-1' })).id).toBe(second.id)
    expect(await countAll(services)).toEqual({ exports: 2, jobs: 2 })
  })
})

describe('the quotas', () => {
  let app: TestApp
  let owner: ApiClient
  // Without a worker, what is asked for stays PROCESSING.
  beforeAll(async () => {
    app = await startTestApp({ role: 'server' })
    owner = await app.signIn(ownerEmail)
  })
  afterAll(() => app.stop())
  afterEach(() => clear(app))

  const ask = async (client: ApiClient, input: Partial<RequestExportInput> = {}) =>
    (await client.request(AskForExportDocument, { input: { kind: 'TAX_INFORMATION', ...input } }))
      .requestExport

  it('lets three run, also of twenty that are asked for at once', async () => {
    const answers = await Promise.all(Array.from({ length: 20 }, () => ask(owner)))
    const refused = answers.filter((answer) => answer.__typename !== 'RequestExportSuccess')
    expect(refused).toEqual(
      Array(17).fill({
        __typename: 'RateLimitedError',
        code: 'RATE_LIMITED',
        message: 'You already have 3 exports running. Try again when one has finished.',
        retryAfterSeconds: 10,
      }),
    )
    expect(await countAll(app)).toEqual({ exports: 3, jobs: 3 })
    const colleague = await app.signIn('finance@summitridge.example')
    expect((await ask(colleague)).__typename).toBe('RequestExportSuccess')
    await app.db
      .$executeRaw`UPDATE export SET status = 'FAILED' WHERE id = (SELECT min(id::text)::uuid FROM export)`
    expect((await ask(owner)).__typename).toBe('RequestExportSuccess')
    expect(await countAll(app)).toEqual({ exports: 5, jobs: 5 })
  })

  it('lets twenty be asked for in an hour, and says when the next one can be', async () => {
    const { id: ownerId, accountId } = await app.db.teamMember.findUniqueOrThrow({
      where: { email: ownerEmail },
    })
    await app.db.$executeRaw`
      INSERT INTO export (id, account_id, owner_id, kind, format, status, requested_at)
      SELECT gen_random_uuid(), ${accountId}::uuid, ${ownerId}::uuid, 'TAX_INFORMATION', 'CSV', 'COMPLETED',
             now() - n * interval '2 minutes' FROM generate_series(1, 20) AS n`
    const answer = await ask(owner)
    expect(answer).toMatchObject({
      __typename: 'RateLimitedError',
      message: 'You have reached the limit of 20 exports an hour. Try again later.',
    })
    // The oldest is 40 minutes old: in 20 minutes it is out of the hour.
    const seconds = answer.__typename === 'RateLimitedError' ? answer.retryAfterSeconds : 0
    expect(seconds).toBeGreaterThan(1190)
    expect(seconds).toBeLessThanOrEqual(1200)
    expect(await countAll(app)).toEqual({ exports: 20, jobs: 0 })
    await app.db
      .$executeRaw`UPDATE export SET requested_at = now() - interval '61 minutes' WHERE requested_at < now() - interval '39 minutes'`
    await askForExport(owner)
    expect(await countAll(app)).toEqual({ exports: 21, jobs: 1 })
  })

  it('refuse a key that was used for something else', async () => {
    await askForExport(owner, { kind: 'TAX_INFORMATION', idempotencyKey: 'key-1' })
    for (const other of [{ kind: 'BANKING_INFORMATION' as const }, { filter: { search: 'x' } }]) {
      expect(await ask(owner, { ...other, idempotencyKey: 'key-1' })).toMatchObject({
        __typename: 'InvalidInputError',
        path: ['input', 'idempotencyKey'],
      })
    }
    expect(await countAll(app)).toEqual({ exports: 1, jobs: 1 })
  })

  it.each([
    [{ filter: { search: 'x'.repeat(201) } }, ['input', 'filter', 'search']],
    [{ filter: { search: 'a\0b' } }, ['input', 'filter', 'search']],
    [{ filter: { search: '\ud800' } }, ['input', 'filter', 'search']],
    [{ filter: { createdAfter: '0000-01-01T00:00:00Z' } }, ['input', 'filter', 'createdAfter']],
    [{ filter: { createdBefore: '9999-12-31T23:59:59-14:00' } }, ['input', 'filter', 'createdBefore']],
    [{ idempotencyKey: '' }, ['input', 'idempotencyKey']],
    [{ idempotencyKey: 'k'.repeat(201) }, ['input', 'idempotencyKey']],
    [{ idempotencyKey: 'a\0b' }, ['input', 'idempotencyKey']],
  ] as [Partial<RequestExportInput>, string[]][])(
    'refuse unusable input (%#) and say where it is',
    async (input, path) => {
      const answer = await ask(owner, input)
      expect(answer).toMatchObject({ __typename: 'InvalidInputError', code: 'INVALID_INPUT', path })
      expect(answer).toHaveProperty('message', expect.stringContaining(`\`${path.at(-1)}\``))
      expect(await countAll(app)).toEqual({ exports: 0, jobs: 0 })
    },
  )
})

describe('the file', () => {
  let services: TestServices
  let session: CurrentSession
  beforeAll(async () => {
    services = await startTestServices()
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
    // Another account's, which no filter may let in.
    const foreign = Readable.from([
      'external_id,name,profile_type,tax_id\nA-1,Oak Foreign,TRUST,000-12-3456\n',
    ])
    await importInvestors({ ...services, accountName: 'Summit Ridge Capital', csv: foreign })
    await services.db.$executeRaw`
      UPDATE investor SET created_at = '2026-01-01T00:00:00Z'::timestamptz + substr(external_id, 3)::int * interval '1 day'
      WHERE external_id ~ '^[AB]-[0-9]$'`
    await services.db.$executeRaw`UPDATE investor SET created_at = '2026-01-06' WHERE external_id = 'B-OAK'`
  })
  afterAll(() => services.stop())
  afterEach(() => services.db.export.deleteMany())

  async function fileOf(request: Partial<ExportRequest>): Promise<string[]> {
    const empty = { kind: 'TAX_INFORMATION', format: 'CSV', filter: {}, idempotencyKey: null } as const
    const { id } = await requestExport(
      services,
      { session: session, client: nowhere },
      { ...empty, ...request },
    )
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
    // One or two characters begin a word of the name, or are the whole reference.
    [{ search: 'oa' }, ['A-1', 'A-2']],
    [{ search: 'Ü' }, ['B-6']],
    [{ search: '%' }, []],
    [{ search: '_' }, []],
    [{ search: '   ' }, ['A-1', 'A-2', 'A-3', 'A-4', 'B-6', 'B-OAK']],
    // Both ends are open: what was added at that very moment is not meant.
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
    const { id } = await requestExport(services, { session: session, client: nowhere }, request)
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
    // Another's text does not open here, so that nobody can be made to export what another searched for.
    const { id: other } = await requestExport(
      services,
      { session: session, client: nowhere },
      { ...request, idempotencyKey: null },
    )
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
