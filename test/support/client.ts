// A client of the API as a mobile app has one: typed documents over HTTP, subscriptions over a real WebSocket.
import { createClient as createWebSocketClient, type Client as WebSocketClient } from 'graphql-ws'
import WebSocket from 'ws'
import type { TypedDocumentString } from './gql/graphql.ts'

type Answer<T> = { data?: T | null; errors?: { message: string; extensions?: { code?: string } }[] }

type Headers = Record<string, string>

export type ApiClient = {
  token: string | undefined
  /** Sends a document and returns its data; fails the test when there are errors. */
  request<T, V>(document: TypedDocumentString<T, V>, variables?: V, headers?: Headers): Promise<T>
  /** Sends a document and returns the whole answer. */
  send<T, V>(document: TypedDocumentString<T, V>, variables?: V, headers?: Headers): Promise<Answer<T>>
  /** Starts a subscription and resolves once the server has accepted the connection. */
  subscribe<T, V>(document: TypedDocumentString<T, V>, variables?: V): Promise<Subscription<T>>
  /** Fetches a path of the server with the session. */
  get(path: string): Promise<Response>
}

export type Subscription<T> = {
  /** The next event, whenever it comes; rejects when the stream ends or answers errors. */
  next(): Promise<T>
  /** Ends it as a client that unsubscribes does. */
  stop(): Promise<void>
  socket: WebSocketClient
}

/** @param token the session to use, or none. */
export function createClient(url: string, token?: string): ApiClient {
  const headers: Headers = token ? { authorization: `Bearer ${token}` } : {}
  async function send<T, V>(
    document: TypedDocumentString<T, V>,
    variables?: V,
    more: Headers = {},
  ): Promise<Answer<T>> {
    const response = await fetch(`${url}/graphql`, {
      method: 'POST',
      headers: { ...headers, 'content-type': 'application/json', ...more },
      body: JSON.stringify({ query: document.toString(), variables }),
    })
    return (await response.json()) as Answer<T>
  }
  return {
    token,
    send,
    async request(document, variables, more) {
      const { data, errors } = await send(document, variables, more)
      if (!data || errors) throw new Error(`The API answered errors: ${JSON.stringify(errors)}`)
      return data
    },
    subscribe: (document, variables) => subscribe(url, token, document, variables),
    get: (path) => fetch(`${url}${path}`, { headers, redirect: 'manual' }),
  }
}

async function subscribe<T, V>(
  url: string,
  token: string | undefined,
  document: TypedDocumentString<T, V>,
  variables?: V,
): Promise<Subscription<T>> {
  const socket = createWebSocketClient({
    url: `${url.replace('http', 'ws')}/graphql`,
    webSocketImpl: WebSocket,
    lazy: false,
    retryAttempts: 0,
    onNonLazyError: () => {},
    connectionParams: token ? { authorization: `Bearer ${token}` } : {},
  })
  await new Promise<void>((resolve, reject) => {
    socket.on('connected', () => resolve())
    socket.on('closed', (event) => reject(event))
  })
  const events = socket.iterate<T>({
    query: document.toString(),
    variables: variables as Record<string, unknown>,
  })
  return {
    socket,
    async next() {
      const { value, done } = await events.next().catch((error) => {
        throw error instanceof Error ? error : new Error(`The socket was closed: ${error?.code}`)
      })
      if (done) throw new Error('The stream has ended')
      if (value.errors) throw new Error(`The stream answered errors: ${JSON.stringify(value.errors)}`)
      return value.data as T
    },
    async stop() {
      await events.return?.()
      await socket.dispose()
    },
  }
}
