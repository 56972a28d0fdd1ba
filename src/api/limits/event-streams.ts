// Limits subscriptions over HTTP (server-sent events) as sockets are limited: a number for each member, no longer than
// the session, and not for a client that stops reading.
import type { ServerResponse } from 'node:http'
import { GraphQLError } from 'graphql'
import { isAsyncIterable, type Plugin } from 'graphql-yoga'
import type { Context } from '../../graphql/context.ts'
import { type LiveConnections, limits } from '../websocket/live-connections.ts'

export function limitEventStreams(live: LiveConnections): Plugin<Context> {
  return {
    onSubscribe({ args, setResultAndStopExecution }) {
      const { res, session } = args.contextValue as Context & { res?: ServerResponse }
      // Over WebSocket there is no HTTP response. Without a session no stream begins.
      if (!res || !session) return
      const leave = live.streams.take(session.teamMemberId)
      if (!leave) return setResultAndStopExecution({ errors: [tooManyStreams()] })
      whenClosed(res, leave)
      return {
        onSubscribeResult({ result }) {
          if (!isAsyncIterable(result)) return
          const unwatch = live.sessions.watch(session, (change) => {
            // Clients reconnect after a broken connection, but not after a stream that ended.
            if (change === 'access-lost') res.destroy()
            else void result[Symbol.asyncIterator]().return?.()
          })
          whenClosed(res, unwatch)
          if (!res.closed) live.heartbeat.watchStream(res)
        },
      }
    },
  }
}

/** Calls `work` once the response has closed, or now if it already has: the event does not repeat. */
function whenClosed(res: ServerResponse, work: () => void): void {
  if (res.closed) work()
  else res.once('close', work)
}

const tooManyStreams = () =>
  new GraphQLError(
    `A member can have ${limits.streamsPerMember} live streams at the same time. Close one before the next.`,
    { extensions: { code: 'TOO_MANY_STREAMS', http: { status: 429 } } },
  )
