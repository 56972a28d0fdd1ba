// Limits subscriptions over HTTP (server-sent events) like sockets: a maximum for each member, an end when the session
// ends, and an end when the client stops reading.
import type { ServerResponse } from 'node:http'
import { GraphQLError } from 'graphql'
import { isAsyncIterable, type Plugin } from 'graphql-yoga'
import type { Context } from '../../graphql/context.ts'
import { type LiveConnections, limits } from '../websocket/live-connections.ts'

export function limitEventStreams(live: LiveConnections): Plugin<Context> {
  return {
    onSubscribe({ args, setResultAndStopExecution }) {
      const { res, session } = args.contextValue as Context & { res?: ServerResponse }
      // A WebSocket has no HTTP response. Without a session no stream starts.
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

/** Calls `work` when the response closes, or now if it already has, because the event does not repeat. */
function whenClosed(res: ServerResponse, work: () => void): void {
  if (res.closed) work()
  else res.once('close', work)
}

const tooManyStreams = () =>
  new GraphQLError(
    `A member can have ${limits.streamsPerMember} live streams at a time. Close one before opening another.`,
    { extensions: { code: 'TOO_MANY_STREAMS', http: { status: 429 } } },
  )
