import { beforeAll, describe, expect, it } from 'vitest'
import { createCap } from '../../src/platform/limits/cap.ts'
import { beginTestSession } from '../support/begin-session.ts'
import { type EventStream, openEventStream } from '../support/event-stream.ts'
import { serveGraphQL } from '../support/serve.ts'
import { memberId, type TestServices } from '../support/services.ts'
import { sendAndBreakOff } from '../support/socket.ts'
import { until } from '../support/until.ts'
import { useServices } from '../support/use-services.ts'

const owner = 'owner@summitridge.example'
const finance = 'finance@summitridge.example'
const bell = 'subscription { notificationReceived { cursor } }'

const services = useServices()
let token: string
let colleague: string
beforeAll(async () => {
  token = (await beginTestSession(services.db, memberId(owner))).sessionToken
  colleague = (await beginTestSession(services.db, memberId(finance))).sessionToken
})

describe('streams of server-sent events', () => {
  it('are so many for a member: one more is answered 429; leaving makes room', async () => {
    const limited = await serveGraphQL(services, { streams: createCap({ each: 2 }) })
    const open = (of: string) => openEventStream(limited.url, bell, { authorization: `Bearer ${of}` })
    try {
      const streams = await Promise.all([open(token), open(token)])
      expect(streams.map(({ response }) => response.status)).toEqual([200, 200])
      const refused = await open(token)
      expect(refused.response.status).toBe(429)
      expect(await refused.until(/complete/)).toContain('"code":"TOO_MANY_STREAMS"')
      const other = await open(colleague)
      expect(other.response.status).toBe(200)
      other.leave()
      streams[0]?.leave()
      const again = await until(async () => {
        const stream = await open(token)
        expect(stream.response.status).toBe(200)
        return stream
      })
      for (const stream of [streams[1], again] as EventStream[]) stream.leave()
    } finally {
      await limited.stop()
    }
  })
})

describe('clients of server-sent events that break off', () => {
  it('keep no place, whenever they do', async () => {
    const listening = new Set<object>()
    const events: TestServices['events'] = {
      ...services.events,
      subscribe(topic, wake) {
        const end = services.events.subscribe(topic, wake)
        listening.add(end)
        return () => {
          listening.delete(end)
          end()
        }
      },
    }
    const limited = await serveGraphQL({ ...services, events }, { streams: createCap({ each: 4 }) })
    const body = JSON.stringify({ query: bell })
    const request =
      `POST /graphql HTTP/1.1\r\nHost: localhost\r\nAuthorization: Bearer ${token}\r\nAccept: text/event-stream\r\n` +
      `Content-Type: application/json\r\nContent-Length: ${body.length}\r\n\r\n${body}`
    for (let round = 0; round < 10; round++) {
      await Promise.all([1, 2, 3, 4].map(() => sendAndBreakOff(limited.url, request)))
    }
    await until(() => expect(listening.size).toBe(0))
    const streams = await until(async () => {
      const opened = await Promise.all(
        [1, 2, 3, 4].map(() => openEventStream(limited.url, bell, { authorization: `Bearer ${token}` })),
      )
      const statuses = opened.map(({ response }) => response.status)
      if (statuses.includes(429)) for (const stream of opened) stream.leave()
      expect(statuses).toEqual([200, 200, 200, 200])
      return opened
    }, 200)
    for (const stream of streams) stream.leave()
    await until(() => expect(listening.size).toBe(0))
    await limited.stop()
  })
})
