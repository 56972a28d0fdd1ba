// The API over HTTP (and server-sent events): Yoga with its unsafe defaults closed.
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

/** What the API works with, over HTTP and over WebSocket. */
export type GraphQLParts = { services: Services; origins: Origins; live: LiveConnections }

/** @param explorable whether GraphiQL and introspection are on: in development. */
export function createGraphQLServer(
  { services, origins, live }: GraphQLParts,
  explorable: boolean,
): GraphQLServer {
  return createYoga<ServerContext, Context>({
    schema,
    graphqlEndpoint: '/graphql',
    context: async ({ request, req }) => {
      const headers = {
        authorization: request.headers.get('authorization'),
        cookie: request.headers.get('cookie'),
      }
      const token = readSessionToken(headers, origins.secure)
      return {
        services,
        session: token ? await findSession(services.db, token) : null,
        client: clientInfo(req),
        cookies: createAuthCookies(request.cookieStore, headers.cookie, origins.secure),
      }
    },
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

/**
 * Only these origins may send cookies along (ASVS 3.4.2). Others get no header at all: Yoga would mirror any, or,
 * with a list, answer `null` and so let in the pages whose origin is called that.
 */
const corsFor = (request: Request, { allowed }: Origins) =>
  allowed.includes(request.headers.get('origin') ?? '') && {
    origin: allowed,
    credentials: true,
    methods: ['POST', 'GET', 'OPTIONS'],
  }

/** No introspection, and no suggestions that would spell the schema out name by name (ASVS 4.3.2). */
const hideSchema: Plugin = {
  onValidate({ addValidationRule, setValidationFn }) {
    addValidationRule(NoSchemaIntrospectionCustomRule)
    setValidationFn((schema, document, rules, typeInfo, options) =>
      validate(schema, document, rules, { ...options, hideSuggestions: true }, typeInfo),
    )
  },
}
