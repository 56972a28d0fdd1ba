// Between listening and being ready a server answers too: whoever looks then must not wait for ever.
import { expect, it } from 'vitest'
import { listen } from '../../src/api/http/server.ts'

it('says that it is starting until its routes are there', async () => {
  const { server, address } = await listen('127.0.0.1', 0)
  const get = (path: string) =>
    fetch(`http://127.0.0.1:${address.port}${path}`, { signal: AbortSignal.timeout(5_000) })
  try {
    const ready = await get('/health/ready')
    expect(ready.status).toBe(503)
    expect(ready.headers.get('retry-after')).toBe('1')
    expect(await ready.json()).toEqual({
      error: { code: 'STARTING', message: 'The server is starting. Try again in a moment.' },
    })
    expect((await get('/health/live')).status).toBe(200)
  } finally {
    server.closeAllConnections()
    server.close()
  }
})
