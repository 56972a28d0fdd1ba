// The clients that portals are built with, set up as their own documentation says, against the real app: each hears the
// bell, comes back by itself after the server went away, and is told when there is nothing to come back to.

import { ApolloClient, gql, InMemoryCache } from '@apollo/client'
import { GraphQLWsLink } from '@apollo/client/link/subscriptions'
import { createClient as createSseClient } from 'graphql-sse'
import { createClient as createWsClient, type Sink as WsSink } from 'graphql-ws'
import { fetchExchange, subscriptionExchange, Client as UrqlClient } from 'urql'
import { describe, expect, it } from 'vitest'
import { startTestApp } from '../support/app.ts'
import { ring, servicesBeside } from '../support/bell.ts'
import { LogOutDocument } from '../support/gql/graphql.ts'
import { memberId } from '../support/services.ts'
import { demoId, setAccess } from '../support/team.ts'
import { until } from '../support/until.ts'
import { useApp } from '../support/use-app.ts'

const ownerEmail = 'owner@summitridge.example'
const email = 'finance@summitridge.example'
const document = `
  subscription Bell {
    notificationReceived {
      unreadCount
      notification {
        title
      }
    }
  }
`

type Sink = { event(title: string): void; failed(message: string): void; completed(): void }
/** Subscribes to the bell. Returns a function that unsubscribes. */
type Subscribe = (url: string, token: string, sink: Sink) => () => unknown

type Bell = { notificationReceived: { unreadCount: number; notification: { title: string } } }

const socketClient = (url: string, token: string) =>
  createWsClient({
    url: `${url.replace('http', 'ws')}/graphql`,
    connectionParams: { authorization: `Bearer ${token}` },
  })

const subscribeWithApollo: Subscribe = (url, token, sink) => {
  const client = new ApolloClient({
    link: new GraphQLWsLink(socketClient(url, token)),
    cache: new InMemoryCache(),
  })
  const subscription = client.subscribe<Bell>({ query: gql(document) }).subscribe({
    next: ({ data, error }) => {
      if (data) sink.event(data.notificationReceived.notification.title)
      if (error) sink.failed(error.message)
    },
    complete: sink.completed,
  })
  return () => subscription.unsubscribe()
}

const subscribeWithUrql: Subscribe = (url, token, sink) => {
  const socket = socketClient(url, token)
  const client = new UrqlClient({
    url: `${url}/graphql`,
    preferGetMethod: false,
    exchanges: [
      fetchExchange,
      subscriptionExchange({
        forwardSubscription: (request) => ({
          subscribe: (to) => ({
            unsubscribe: socket.subscribe({ ...request, query: request.query ?? '' }, to as WsSink),
          }),
        }),
      }),
    ],
  })
  const { unsubscribe } = client.subscription<Bell>(document, {}).subscribe(({ data, error }) => {
    if (data) sink.event(data.notificationReceived.notification.title)
    if (error)
      sink.failed(String((error.networkError as { code?: number } | undefined)?.code ?? error.message))
  })
  return unsubscribe
}

const subscribeWithGraphQLSse: Subscribe = (url, token, sink) => {
  const client = createSseClient({ url: `${url}/graphql`, headers: { authorization: `Bearer ${token}` } })
  return client.subscribe<Bell>(
    { query: document },
    {
      next: ({ data }) => data && sink.event(data.notificationReceived.notification.title),
      error: (error) => sink.failed(String(error)),
      complete: sink.completed,
    },
  )
}

const app = useApp({ config: { role: 'server' } })

/** Stops the app, and starts it again on its port. */
async function restart(): Promise<void> {
  const { signIn } = app
  await app.stop()
  const port = Number(new URL(app.url).port)
  Object.assign(app, await startTestApp({ role: 'server', port }, app), { signIn })
}

describe.each([
  [
    "Apollo Client's GraphQLWsLink",
    subscribeWithApollo,
    ['Socket closed with event 4401 Unauthorized', 'completed'],
  ],
  ["urql's subscriptionExchange", subscribeWithUrql, ['4401']],
  ['graphql-sse', subscribeWithGraphQLSse, ['completed']],
])('%s', (_name, subscribe, atTheEnd) => {
  it('hears the bell, comes back after a restart and after a loss of access, and is told of the end', async () => {
    const [owner, member] = [await app.signIn(ownerEmail), await app.signIn(email)]
    const events: string[] = []
    const ends: string[] = []
    const stop = subscribe(app.url, member.token ?? '', {
      event: (title) => events.push(title),
      failed: (message) => ends.push(message),
      completed: () => ends.push('completed'),
    })
    await ringUntilHeard('first', events)

    await restart()
    await ringUntilHeard('after the restart', events)

    await setAccess(owner, { teamMemberId: demoId(email), granted: false })
    await ringUntilHeard('after the loss of access', events)
    await setAccess(owner, { teamMemberId: demoId(email), granted: true })
    expect(ends).toEqual([])

    await member.request(LogOutDocument)
    await until(() => expect(ends).toEqual(atTheEnd))
    await stop()
  })
})

async function ringUntilHeard(title: string, events: string[]): Promise<void> {
  await until(async () => {
    await ring(servicesBeside(app), memberId(email), title)
    expect(events).toContain(title)
  }, 200)
}
