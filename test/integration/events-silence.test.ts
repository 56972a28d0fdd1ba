// The connection for events, when the network loses all of it and says nothing: no end, no error, no answer.
import { afterAll, beforeAll, expect, it } from 'vitest'
import { streamNotifications } from '../../src/notifications/stream-notifications.ts'
import { createEvents, type Events } from '../../src/platform/events/events.ts'
import { createPostgresEvents, usualProbe } from '../../src/platform/events/postgres-events.ts'
import { ring } from '../support/bell.ts'
import { type Relay, startRelay } from '../support/relay.ts'
import { asActor, memberId } from '../support/services.ts'
import { useServices } from '../support/use-services.ts'

/** A tenth of the usual times, so that the test waits a tenth. */
const probing = { everyMs: usualProbe.everyMs / 10, timeoutMs: usualProbe.timeoutMs / 10 }

const email = 'owner@summitridge.example'

const services = useServices()
let relay: Relay
/** The events of a server that reaches PostgreSQL through the relay. */
let events: Events
beforeAll(async () => {
  const url = new URL(services.database.databaseUrl)
  relay = await startRelay(Number(url.port))
  url.port = String(relay.port)
  events = createEvents(createPostgresEvents(url.href, services.log, probing))
  await events.start()
})
afterAll(async () => {
  relay?.stop()
  await events?.stop()
})

it('the bell is right again within 30 seconds, and live', { timeout: 90_000 }, async () => {
  expect(usualProbe.everyMs + usualProbe.timeoutMs).toBeLessThan(30_000)
  relay.fallSilent()
  const start = performance.now()
  await ring(services, memberId(email), 'before')
  const stream = streamNotifications({ ...services, events }, asActor(await services.signIn(email)), 0n)
  const heard = async () => {
    const { value } = await stream.next()
    return value?.notification.title
  }
  // This one was read from the table. From here on the stream waits for a hint.
  expect(await heard()).toBe('before')
  const lost = heard()
  let isHeard = false
  void lost.then(() => (isHeard = true))
  await ring(services, memberId(email), 'lost')
  // Another server hears of it; this one does not.
  const other = streamNotifications(services, asActor(await services.signIn(email)), 1n)
  expect((await other.next()).value?.notification.title).toBe('lost')
  await other.return()
  expect(isHeard).toBe(false)
  expect(await lost).toBe('lost')
  expect(performance.now() - start).toBeLessThan(30_000)

  const live = heard()
  await ring(services, memberId(email), 'live')
  expect(await live).toBe('live')
  await stream.return()
})
