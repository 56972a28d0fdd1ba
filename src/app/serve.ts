// Serves the API and the portal on one port.
import type { Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { setTimeout as delay } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'
import type { Origins } from '../api/http/client.ts'
import { type Routes, serveRoutes } from '../api/http/server.ts'
import { loadPortal, type Portal } from '../api/portal/load-portal.ts'
import type { Config } from '../config.ts'
import type { Log } from '../platform/log.ts'
import type { Services } from '../platform/services.ts'

const portalDirectory = fileURLToPath(new URL('../../portal/dist', import.meta.url))

/** How long a stop waits for running answers, such as downloads. */
const finishAnswersMs = 5_000

/** Loads the built portal. Without one, the API works, and the portal's addresses say how to build it. */
export async function openPortal(log: Log): Promise<Portal | null> {
  const portal = await loadPortal(portalDirectory)
  if (!portal) log.warn('the portal is not built: run npm run build and start again')
  return portal
}

/** Serves every route. Returns a function that refuses new requests, closes the sockets and finishes running answers. */
export async function serve(
  { server, address }: { server: Server; address: AddressInfo },
  config: Config,
  services: Services,
  pages: Pick<Routes, 'inbox' | 'portal'>,
): Promise<() => Promise<void>> {
  // Loaded only here: the schema takes more memory than a worker needs for its exports.
  const [{ createGraphQLServer }, { createLiveConnections }, { serveWebSockets }] = await Promise.all([
    import('../api/server.ts'),
    import('../api/websocket/live-connections.ts'),
    import('../api/websocket/serve.ts'),
  ])
  const origins = allowedOrigins(config, address)
  const live = createLiveConnections(services)
  const parts = { services, origins, live }
  const graphql = createGraphQLServer(parts, !config.production)
  const closeSockets = serveWebSockets(server, { ...parts, graphql })
  const isReady = () =>
    services.db.$queryRaw`SELECT 1`.then(
      () => true,
      () => false,
    )
  serveRoutes(server, { services, origins, graphql, ...pages, isReady })
  return async () => {
    const closed = new Promise((resolve) => server.close(resolve))
    live.stop()
    await closeSockets()
    server.closeIdleConnections()
    await Promise.race([closed, delay(finishAnswersMs, undefined, { ref: false })])
    await graphql.dispose()
  }
}

/** The configured origins, and the portal's own origin. Without PUBLIC_URL that is each name of this machine. */
function allowedOrigins(config: Config, { port }: AddressInfo): Origins {
  const local = ['localhost', '127.0.0.1', '[::1]'].map((host) => `http://${host}:${port}`)
  const own = config.publicUrl ? [new URL(config.publicUrl).origin] : local
  return {
    allowed: [...own, ...config.allowedOrigins],
    secure: config.publicUrl?.startsWith('https:') ?? false,
  }
}
