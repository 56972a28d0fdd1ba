// Resuming a download, a client that is slow or leaves, and how many a member may begin.
import { createHash } from 'node:crypto'
import { once } from 'node:events'
import { buffer } from 'node:stream/consumers'
import { describe, expect, it } from 'vitest'
import { mebibyte, useServedDownload } from '../support/served-download.ts'
import { until } from '../support/until.ts'

const download = useServedDownload()
const { services, plain, sha256, readCount, fetchPart, open } = download

const lastNoted = async () =>
  (
    await services.db.auditEvent.findFirst({
      where: { action: 'export.downloaded' },
      orderBy: { id: 'desc' },
    })
  )?.details

describe('a range', () => {
  it.each([
    [0, 99],
    [65_535, 65_536],
    [65_536, 131_071],
    [5_000_000, 5_000_000],
    [31 * mebibyte, 32 * mebibyte - 1],
  ])('of bytes %i to %i comes as such', async (from, to) => {
    const part = await fetchPart({ range: `bytes=${from}-${to}` })
    expect(part.status).toBe(206)
    expect(part.body.equals(plain.subarray(from, to + 1))).toBe(true)
    expect(Object.fromEntries(part.headers)).toMatchObject({
      'content-range': `bytes ${from}-${to}/${plain.length}`,
      'content-length': String(to + 1 - from),
      'accept-ranges': 'bytes',
      etag: `"${sha256}"`,
      'repr-digest': `sha-256=:${Buffer.from(sha256, 'hex').toString('base64')}:`,
      'x-export-row-count': '7',
    })
    // A part from the middle continues a download: it is recorded, and not counted again.
    expect(await readCount()).toBe(from === 0 ? 1 : 0)
    expect(await lastNoted()).toMatchObject({ how: 'session', range: `bytes ${from}-${to}/${plain.length}` })
  })

  it('reads no further than it goes', async () => {
    await fetchPart({ range: 'bytes=0-99' })
    expect(download.bytesRead).toBeLessThan(mebibyte)
  })

  it('goes on where a download broke off, as long as the file is the same', async () => {
    const rest = await fetchPart({ range: 'bytes=1000000-', 'if-range': `"${sha256}"` })
    const whole = Buffer.concat([plain.subarray(0, 1_000_000), rest.body])
    expect([rest.status, createHash('sha256').update(whole).digest('hex')]).toEqual([206, sha256])
    const other = await fetchPart({ range: 'bytes=1000000-', 'if-range': '"other"' })
    expect([other.status, other.body.equals(plain)]).toEqual([200, true])
  })

  it('outside the file is 416 and several are the whole: nothing is opened for the one', async () => {
    const outside = await fetchPart({ range: `bytes=${plain.length}-` })
    expect([outside.status, outside.headers.get('content-range')]).toEqual([416, `bytes */${plain.length}`])
    expect([download.bytesRead, await readCount()]).toEqual([0, 0])
    const several = await fetchPart({ range: 'bytes=0-1,5-6' })
    expect([several.status, several.body.equals(plain)]).toEqual([200, true])
  })

  it('is not for HEAD, which opens and counts nothing', async () => {
    const head = await download.fetchHead({ range: 'bytes=5-6' })
    expect([head.status, head.headers.get('content-length')]).toEqual([200, String(plain.length)])
    expect([download.bytesRead, await readCount()]).toEqual([0, 0])
  })
})

describe('a client', () => {
  it('that reads slowly holds the reading back, and gets all of it', async () => {
    const response = await open()
    let seen = -1
    // Nobody reads the answer: once the sockets' buffers are full, the server stops reading the storage.
    await until(() => {
      const still = download.bytesRead === seen
      seen = download.bytesRead
      if (!still || download.bytesRead === 0) throw new Error('It is still being read')
    }, 200)
    expect(download.bytesRead).toBeLessThan(plain.length / 2)
    const got = await buffer(response)
    expect(got.equals(plain)).toBe(true)
  })

  it('that leaves midway leaves nothing open', async () => {
    const response = await open()
    await once(response, 'readable')
    response.destroy()
    await download.untilClosed()
    expect(download.bytesRead).toBeLessThan(plain.length)
  })
})

describe('a member', () => {
  it('begins 120 downloads or parts of one in ten minutes, and is told when to go on', async () => {
    await services.db.rateLimit.deleteMany()
    const statuses: number[] = []
    for (let round = 0; round < 13; round++) {
      const parts = Array.from({ length: 10 }, () => fetchPart({ range: 'bytes=1-1' }))
      statuses.push(...(await Promise.all(parts)).map(({ status }) => status))
    }
    expect(statuses.filter((status) => status === 206)).toHaveLength(120)
    download.bytesRead = 0
    const refused = await fetchPart({})
    expect([refused.status, JSON.parse(refused.body.toString())]).toEqual([
      429,
      {
        error: {
          code: 'RATE_LIMITED',
          message: 'You have downloaded too much in a short time. Try again in 10 minutes.',
        },
      },
    ])
    expect(Number(refused.headers.get('retry-after'))).toBeGreaterThan(500)
    expect(download.bytesRead).toBe(0)
    await services.db.$executeRaw`UPDATE rate_limit SET resets_at = now()`
    expect((await fetchPart({ range: 'bytes=1-1' })).status).toBe(206)
    await services.db.rateLimit.deleteMany()
  })
})
