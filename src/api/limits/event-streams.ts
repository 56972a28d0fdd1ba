// Subscriptions over HTTP (server-sent events) are bound as sockets are: so many for a member, no longer than the
// session, and not for a client that takes nothing.
import type { ServerResponse } from 'node:http'
import { GraphQLError } from 'graphql'
import { isAsyncIterable, type Plugin } from 'graphql-yoga'
import type { Context } from '../../graphql/context.ts'
import { type LiveConnections, limits } from '../websocket/live-connections.ts'

export function limitEventStreams(live: LiveConnections): Plugin<Context> {
  return {
    onSubscribe({ args, setResultAndStopExecution }) {
      const { res, session } = args.contextValue as Context & { res?: ServerResponse }
      // Over WebSocket there is no answer over HTTP; and without a session nothing begins.
      if (!res || !session) return
      const leave = live.streams.take(session.teamMemberId)
      if (!leave) return setResultAndStopExecution({ errors: [tooManyStreams()] })
      whenClosed(res, leave)
      return {
        onSubscribeResult({ result }) {
          if (!isAsyncIterable(result)) return
          const unwatch = live.sessions.watch(session, (change) => {
            // Clients connect again after a broken connection, and not after an end.
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

/** At once where the client has left already: it would never be told of again. */
function whenClosed(res: ServerResponse, work: () => void): void {
  if (res.closed) work()
  else res.once('close', work)
}

const tooManyStreams = () =>
  new GraphQLError(
    `A member has ${limits.streamsPerMember} live streams at the same time. Close one before the next.`,
    { extensions: { code: 'TOO_MANY_STREAMS', http: { status: 429 } } },
  )
