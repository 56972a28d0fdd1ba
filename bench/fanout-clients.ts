// The clients of a fan-out in their own process: thousands of sockets that note when the last message came.
import { once } from 'node:events'
import WebSocket from 'ws'

export type Crowd = {
  url: string
  /** What each socket sends. Null for a server without GraphQL. */
  tokens: string[] | null
  count: number
}
export type ToClients = { open: Crowd } | { expect: number }
export type FromClients = { opened: number } | { lastAt: number }

/** How many sockets open at a time. The server limits those that have not signed in yet. */
const together = 100

const bell = 'subscription { notificationReceived { unreadCount cursor notification { title } } }'

let missing = 0
let lastAt = 0

/** Milliseconds of a clock that all processes of this machine share. */
const now = () => Number(process.hrtime.bigint()) / 1e6

const tell = (message: FromClients) => process.send?.(message)

async function openOne({ url, tokens }: Crowd, n: number): Promise<void> {
  const socket = new WebSocket(url, tokens ? 'graphql-transport-ws' : [])
  await once(socket, 'open')
  if (tokens) {
    const payload = { authorization: `Bearer ${tokens[n]}` }
    socket.send(JSON.stringify({ type: 'connection_init', payload }))
    const [ack] = await once(socket, 'message')
    if (!String(ack).includes('connection_ack')) throw new Error(`The server said ${ack}`)
    socket.send(JSON.stringify({ id: '1', type: 'subscribe', payload: { query: bell } }))
  }
  socket.on('close', (code, reason) => {
    throw new Error(`A socket was closed: ${code} ${reason}`)
  })
  socket.on('message', (data) => {
    if (!String(data).startsWith('{"id":"1","type":"next"')) throw new Error(`The server said ${data}`)
    lastAt = now()
    missing -= 1
    if (missing === 0) tell({ lastAt })
  })
}

async function open(crowd: Crowd): Promise<void> {
  for (let n = 0; n < crowd.count; n += together) {
    const length = Math.min(together, crowd.count - n)
    await Promise.all(Array.from({ length }, (_, index) => openOne(crowd, n + index)))
  }
  tell({ opened: crowd.count })
}

process.on('message', (message: ToClients) => {
  if ('open' in message) void open(message.open)
  else missing = message.expect
})
