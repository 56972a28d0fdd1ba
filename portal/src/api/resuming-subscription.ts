// A subscription that outlives its connection: it is opened again after a growing, jittered wait, and continues after
// the last event received. The retries of graphql-ws would send the first message again, with its old cursor.
import {
  type Client,
  CloseCode,
  type FormattedExecutionResult,
  type Sink,
  type SubscribePayload,
} from 'graphql-ws'
import type { Connection } from './connection.ts'

const firstWaitMs = 500
const longestWaitMs = 30_000

type Result = FormattedExecutionResult<Record<string, unknown>, unknown>

export function subscribeResuming(
  socket: Client,
  connection: Connection,
  payload: SubscribePayload,
  sink: Sink<Result> & { signedOut: () => void },
): () => void {
  let after = payload.variables?.after
  let attempt = 0
  let ended = false
  let close = () => {}
  let stopWaiting = () => {}

  const next = (result: Result) => {
    attempt = 0
    after = cursorOf(result) ?? after
    sink.next(result)
  }
  const error = (cause: unknown) => {
    if (ended) return
    // The API refused the document: trying again would change nothing.
    if (Array.isArray(cause)) return sink.error(cause)
    if (codeOf(cause) === CloseCode.Unauthorized) return sink.signedOut()
    connection.set('lost')
    stopWaiting = waitForNetwork(waitMs(attempt++), open)
  }
  const complete = () => {
    if (!ended) sink.complete()
  }
  function open() {
    const variables = { ...payload.variables, ...(after ? { after } : {}) }
    close = socket.subscribe<Record<string, unknown>>({ ...payload, variables }, { next, error, complete })
  }

  open()
  return () => {
    ended = true
    stopWaiting()
    close()
  }
}

/** Half to all of a wait that doubles, so that browsers cut off together do not all reconnect together. */
const waitMs = (attempt: number) =>
  Math.min(longestWaitMs, firstWaitMs * 2 ** attempt) * (0.5 + Math.random() / 2)

/** Waits, but no longer than until the browser is online again. */
function waitForNetwork(ms: number, then: () => void): () => void {
  const stop = () => {
    clearTimeout(timer)
    window.removeEventListener('online', go)
  }
  const go = () => {
    stop()
    then()
  }
  const timer = setTimeout(go, ms)
  window.addEventListener('online', go)
  return stop
}

const codeOf = (cause: unknown) => (cause instanceof CloseEvent ? cause.code : null)

/** The event's cursor, if it has one. */
function cursorOf({ data }: Result): string | null {
  for (const event of Object.values(data ?? {})) {
    if (typeof event === 'object' && event !== null && 'cursor' in event) return String(event.cursor)
  }
  return null
}
