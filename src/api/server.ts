// The API over HTTP and server-sent events: Yoga with safe defaults.
import type { IncomingMessage, ServerResponse } from 'node:http'
import { useCSRFPrevention } from '@graphql-yoga/plugin-csrf-prevention'
import { renderGraphiQL } from '@graphql-yoga/render-graphiql'
import { useCookies } from '@whatwg-node/server-plugin-cookies'
import { NoSchemaIntrospectionCustomRule, validate } from 'graphql'
import { createYoga, type Plugin, type YogaServerInstance } from 'graphql-yoga'
import type { Context } from '../graphql/context.ts'
import { maskError, withoutSuggestion } from '../graphql/errors.ts'
import { findSession } from '../identity/session.ts'
import type { Services } from '../platform/services.ts'
import { exampleTabs } from './examples.ts'
import { clientInfo, type Origins } from './http/client.ts'
import { createAuthCookies, readSessionToken } from './http/cookies.ts'
import { limitEventStreams } from './limits/event-streams.ts'
import { schema } from './schema.ts'
import type { LiveConnections } from './websocket/live-connections.ts'

type ServerContext = { req: IncomingMessage; res: ServerResponse }
export type GraphQLServer = YogaServerInstance<ServerContext, Context>

/** What the API needs over HTTP and over WebSocket. */
export type GraphQLParts = { services: Services; origins: Origins; live: LiveConnections }

/** @param explorable whether GraphiQL and introspection are on, as in development. */
export function createGraphQLServer(
  { services, origins, live }: GraphQLParts,
  explorable: boolean,
): GraphQLServer {
  return createYoga<ServerContext, Context>({
    schema,
    graphqlEndpoint: '/graphql',
    context: ({ request, req }) => createContext(services, origins, request, req),
    cors: (request) => corsFor(request, origins),
    multipart: false,
    batching: false,
    maxRequestBodySize: 256 * 1024,
    landingPage: false,
    logging: false,
    graphiql: explorable && { defaultTabs: exampleTabs, subscriptionsProtocol: 'WS', title: 'Vestibule' },
    renderGraphiQL,
    maskedErrors: {
      maskError: (error) => {
        const masked = maskError(services.log, error)
        return explorable ? masked : withoutSuggestion(masked)
      },
    },
    plugins: [
      useCookies(),
      useCSRFPrevention(),
      limitEventStreams(live),
      ...(explorable ? [] : [hideSchema]),
    ],
  })
}

async function createContext(
  services: Services,
  { secure }: Origins,
  request: Request,
  incoming: IncomingMessage,
): Promise<Context> {
  const cookie = request.headers.get('cookie')
  const token = readSessionToken({ authorization: request.headers.get('authorization'), cookie }, secure)
  return {
    services,
    session: token ? await findSession(services.db, token) : null,
    client: clientInfo(incoming),
    cookies: createAuthCookies(request.cookieStore, cookie, secure),
  }
}

/**
 * Only these origins may send cookies (ASVS 3.4.2). Other origins get no CORS header. Yoga would send them the origin
 * `null`, which admits pages whose origin is the string "null".
 */
const corsFor = (request: Request, { allowed }: Origins) =>
  allowed.includes(request.headers.get('origin') ?? '') && {
    origin: allowed,
    credentials: true,
    methods: ['POST', 'GET', 'OPTIONS'],
  }

/** Turns off introspection and suggestions, which would reveal the schema (ASVS 4.3.2). */
const hideSchema: Plugin = {
  onValidate({ addValidationRule, setValidationFn }) {
    addValidationRule(NoSchemaIntrospectionCustomRule)
    setValidationFn((schema, document, rules, typeInfo, options) =>
      validate(schema, document, rules, { ...options, hideSuggestions: true }, typeInfo),
    )
  },
}
