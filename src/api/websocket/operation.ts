// One operation over a WebSocket. It is parsed, validated and run as Yoga does over HTTP.
import { type DocumentNode, type ExecutionArgs, GraphQLError } from 'graphql'
import type { SubscribePayload } from 'graphql-ws'
import type { AuthCookies, Context } from '../../graphql/context.ts'
import { UnauthenticatedError } from '../../graphql/errors.ts'
import { refreshSession } from '../../identity/session.ts'
import type { Services } from '../../platform/services.ts'
import type { GraphQLServer } from '../server.ts'
import { type Connection, closeFor, type Socket } from './connection.ts'

/** Yoga's `execute` and `subscribe` with its plugins. `rootValue` carries them with the operation. */
type Enveloped = Pick<ReturnType<GraphQLServer['getEnveloped']>, 'execute' | 'subscribe'>
type PreparedOperation = ExecutionArgs & { rootValue: Enveloped }

/** How many operations one socket may run at a time. */
const operationsPerSocket = 20

/**
 * Parses and validates an operation, and reads the session again.
 * @returns the operation to run, or the errors to answer.
 */
export async function prepareOperation(
  socket: Socket,
  payload: SubscribePayload,
  { graphql, services }: { graphql: GraphQLServer; services: Services },
): Promise<PreparedOperation | readonly GraphQLError[]> {
  // An operation that the client abandoned leaves the subscriptions, but still runs to its end.
  const open = Object.keys(socket.subscriptions).length
  if (Math.max(open, socket.extra.running + 1) > operationsPerSocket) return [tooManyOperations()]
  // The request is left out because it is a GET, and Yoga refuses mutations over GET.
  const { schema, execute, subscribe, parse, validate } = graphql.getEnveloped({ params: payload })
  const document: DocumentNode = parse(payload.query)
  const errors: readonly GraphQLError[] = validate(schema, document)
  if (errors.length > 0) return errors
  const contextValue = await createContext(socket.extra, services)
  if (!contextValue.session) {
    // The operation may notice the end before the session's watch does. Both close the socket with the same code.
    closeFor('ended', socket.extra.socket)
    return [new UnauthenticatedError()]
  }
  return {
    schema,
    document,
    operationName: payload.operationName,
    variableValues: payload.variables,
    contextValue,
    rootValue: { execute: (args) => counted(socket.extra, () => execute(args)), subscribe },
  }
}

/** Runs a prepared operation with the functions in its `rootValue`. */
export const runPrepared = {
  execute: (args: ExecutionArgs) => (args as PreparedOperation).rootValue.execute(args),
  subscribe: (args: ExecutionArgs) => (args as PreparedOperation).rootValue.subscribe(args),
}

async function counted<T>(connection: Connection, run: () => T | Promise<T>): Promise<T> {
  connection.running += 1
  try {
    return await run()
  } finally {
    connection.running -= 1
  }
}

const tooManyOperations = () =>
  new GraphQLError(
    `A socket can run ${operationsPerSocket} operations at a time. Complete one before starting another.`,
    { extensions: { code: 'TOO_MANY_OPERATIONS' } },
  )

async function createContext({ sessionId, client }: Connection, services: Services): Promise<Context> {
  const session = sessionId ? await refreshSession(services.db, sessionId) : null
  return { services, session, client, cookies: cookiesOverWebSocket }
}

const refuseCookies = () => {
  throw new GraphQLError('A WebSocket cannot set a cookie. Send this operation by POST.', {
    extensions: { code: 'BAD_REQUEST' },
  })
}

const cookiesOverWebSocket: AuthCookies = {
  trustedDeviceTokens: [],
  ensureSettable: refuseCookies,
  setSession: refuseCookies,
  setTrustedDevice: refuseCookies,
  // Nothing to clear: the token of an ended session no longer works.
  clearSession: async () => {},
}
