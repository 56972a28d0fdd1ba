// Subscriptions over HTTP (server-sent events) are bound as sockets are: so many for a member, no longer than the
// session, and not for a client that takes nothing.
import type { ServerResponse } from 'node:http'
import { GraphQLError } from 'graphql'
import { isAsyncIterable, type Plugin } from 'graphql-yoga'
import type { Context } from './context.ts'
import { type LiveConnections, limits } from './live-connections.ts'

/** How long an event may wait for its client to take it. */
const stalledMs = 30_000

/** @param lookEveryMs how often it is looked for clients that take nothing. */
export function limitEventStreams(live: LiveConnections, lookEveryMs = stalledMs / 2): Plugin<Context> {
  return {
    onSubscribe({ args, setResultAndStopExecution }) {
      const { res, session } = args.contextValue as Context & { res?: ServerResponse }
      // Over WebSocket there is no answer over HTTP; and without a session nothing begins.
      if (!res || !session) return
      const leave = live.streams.take(session.teamMemberId)
      if (!leave) return setResultAndStopExecution({ errors: [tooManyStreams()] })
      res.once('close', leave)
      return {
        onSubscribeResult({ result }) {
          if (!isAsyncIterable(result)) return
          const unwatch = live.sessions.watch(session, (change) => {
            // Clients connect again after a broken connection, and not after an end.
            if (change === 'access-lost') res.destroy()
            else void result[Symbol.asyncIterator]().return?.()
          })
          const stopLooking = endWhenStalled(res, lookEveryMs)
          res.once('close', () => {
            unwatch()
            stopLooking()
          })
        },
      }
    },
  }
}

/**
 * A stream waits for its client with one event in hand, and would wait for ever for one that is there and reads
 * nothing. Its client connects again, and goes on after its cursor.
 */
function endWhenStalled(res: ServerResponse, lookEveryMs: number): () => void {
  let before = { waiting: false, written: 0 }
  const timer = setInterval(() => {
    const now = { waiting: res.writableLength > 0, written: res.socket?.bytesWritten ?? 0 }
    if (before.waiting && now.waiting && before.written === now.written) res.destroy()
    before = now
  }, lookEveryMs).unref()
  return () => clearInterval(timer)
}

const tooManyStreams = () =>
  new GraphQLError(
    `A member has ${limits.streamsPerMember} live streams at the same time. Close one before the next.`,
    { extensions: { code: 'TOO_MANY_STREAMS', http: { status: 429 } } },
  )
