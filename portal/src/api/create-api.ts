// The client of the API: queries and mutations by fetch with the session's cookie, subscriptions over one WebSocket.
import { createClient as createSocket, type Client as Socket } from 'graphql-ws'
import {
  type Client,
  cacheExchange,
  createClient,
  fetchExchange,
  mapExchange,
  subscriptionExchange,
} from 'urql'
import { ViewerDocument } from '../gql/graphql.ts'
import { type Connection, createConnection } from './connection.ts'
import { subscribeResuming } from './resuming-subscription.ts'

export type Api = { client: Client; connection: Connection; dispose: () => void }

/** A connection that answers no ping within this time is closed. */
const pongWithinMs = 5_000

/** @param signedOut is called when the API says that the session has ended. */
export function createApi(signedOut: () => void): Api {
  const connection = createConnection()
  const socket = connect(connection)
  const client = createClient({
    url: '/graphql',
    preferGetMethod: false,
    fetchOptions: { credentials: 'same-origin', headers: { 'x-graphql-yoga-csrf': '1' } },
    exchanges: [
      mapExchange({
        onError: ({ graphQLErrors }) => {
          if (graphQLErrors.some(({ extensions }) => extensions.code === 'UNAUTHENTICATED')) signedOut()
        },
      }),
      cacheExchange,
      fetchExchange,
      subscribeOver(socket, connection, { signedOut, completed: () => void leaveIfSignedOut() }),
    ],
  })

  /** A subscription completes when the session ends, whoever ended it, but also for other reasons. */
  async function leaveIfSignedOut(): Promise<void> {
    const { data } = await client.query(ViewerDocument, {}, { requestPolicy: 'network-only' }).toPromise()
    if (data?.viewer === null) signedOut()
  }

  return { client, connection, dispose: () => void socket.dispose() }
}

type Ends = { signedOut: () => void; completed: () => void }

const subscribeOver = (socket: Socket, connection: Connection, { signedOut, completed }: Ends) =>
  subscriptionExchange({
    forwardSubscription: ({ query = '', variables }) => ({
      subscribe: (sink) => ({
        unsubscribe: subscribeResuming(
          socket,
          connection,
          { query, variables: variables as Record<string, unknown> },
          {
            next: (result) => sink.next(result as Parameters<typeof sink.next>[0]),
            error: (error) => sink.error(error),
            complete: () => {
              sink.complete()
              completed()
            },
            signedOut,
          },
        ),
      }),
    }),
  })

function connect(connection: Connection): Socket {
  let unanswered: ReturnType<typeof setTimeout> | undefined
  const socket = createSocket({
    url: `${window.location.origin.replace(/^http/, 'ws')}/graphql`,
    // Each subscription is opened again by itself, with its newest cursor.
    retryAttempts: 0,
    lazyCloseTimeout: 5_000,
    keepAlive: 15_000,
    on: {
      connected: () => connection.set('open'),
      closed: () => {
        clearTimeout(unanswered)
        if (connection.get() === 'open') connection.set('idle')
      },
      // A laptop that slept has a socket that looks open but is dead.
      ping: (received) => {
        if (!received) unanswered = setTimeout(() => socket.terminate(), pongWithinMs)
      },
      pong: (received) => {
        if (received) clearTimeout(unanswered)
      },
    },
    // The bell shows a lost connection.
    onNonLazyError: () => {},
  })
  return socket
}
