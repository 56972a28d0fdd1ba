// Asking for exports through the API: the quotas, and the input that is refused.
import { afterEach, beforeAll, describe, expect, it } from 'vitest'
import type { ApiClient } from '../support/client.ts'
import { clearExportsAndJobs, countExportsAndJobs } from '../support/count-exports.ts'
import { askForExport } from '../support/exports.ts'
import { AskForExportDocument, type RequestExportInput } from '../support/gql/graphql.ts'
import { useApp } from '../support/use-app.ts'

const ownerEmail = 'owner@summitridge.example'

describe('the quotas', () => {
  // Without a worker, what is asked for stays PROCESSING.
  const app = useApp({ config: { role: 'server' } })
  let owner: ApiClient
  beforeAll(async () => {
    owner = await app.signIn(ownerEmail)
  })
  afterEach(() => clearExportsAndJobs(app))

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
    expect(await countExportsAndJobs(app)).toEqual({ exports: 3, jobs: 3 })
    const colleague = await app.signIn('finance@summitridge.example')
    expect((await ask(colleague)).__typename).toBe('RequestExportSuccess')
    await app.db
      .$executeRaw`UPDATE export SET status = 'FAILED' WHERE id = (SELECT min(id::text)::uuid FROM export)`
    expect((await ask(owner)).__typename).toBe('RequestExportSuccess')
    expect(await countExportsAndJobs(app)).toEqual({ exports: 5, jobs: 5 })
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
    // The oldest is 40 minutes old: in 20 minutes it no longer counts.
    const seconds = answer.__typename === 'RateLimitedError' ? answer.retryAfterSeconds : 0
    expect(seconds).toBeGreaterThan(1190)
    expect(seconds).toBeLessThanOrEqual(1200)
    expect(await countExportsAndJobs(app)).toEqual({ exports: 20, jobs: 0 })
    await app.db
      .$executeRaw`UPDATE export SET requested_at = now() - interval '61 minutes' WHERE requested_at < now() - interval '39 minutes'`
    await askForExport(owner)
    expect(await countExportsAndJobs(app)).toEqual({ exports: 21, jobs: 1 })
  })

  it('refuse a key that was used for something else', async () => {
    await askForExport(owner, { kind: 'TAX_INFORMATION', idempotencyKey: 'key-1' })
    for (const other of [{ kind: 'BANKING_INFORMATION' as const }, { filter: { search: 'x' } }]) {
      expect(await ask(owner, { ...other, idempotencyKey: 'key-1' })).toMatchObject({
        __typename: 'InvalidInputError',
        path: ['input', 'idempotencyKey'],
      })
    }
    expect(await countExportsAndJobs(app)).toEqual({ exports: 1, jobs: 1 })
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
      expect(await countExportsAndJobs(app)).toEqual({ exports: 0, jobs: 0 })
    },
  )
})
