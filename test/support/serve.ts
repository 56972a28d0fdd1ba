// The API on services of a test's own, without the rest of the app: for tests that set its limits or watch what it does.
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { promisify } from 'node:util'
import { createGraphQLServer } from '../../src/api/server.ts'
import { createLiveConnections, type LiveConnections } from '../../src/api/websocket/live-connections.ts'
import { serveWebSockets } from '../../src/api/websocket/serve.ts'
import type { Services } from '../../src/platform/services.ts'

export type TestServer = {
  url: string
  /** Connections of TCP, of whatever kind. */
  countConnections(): Promise<number>
  stop(): Promise<void>
}

/** @param limits what replaces the usual limits. */
export async function serveGraphQL(
  services: Services,
  limits: Partial<LiveConnections> = {},
): Promise<TestServer> {
  const live = { ...createLiveConnections(services), ...limits }
  const parts = { services, origins: { allowed: [], secure: false }, live }
  const graphql = createGraphQLServer(parts, true)
  const server = createServer((request, response) => void graphql.handle(request, response))
  const closeSockets = serveWebSockets(server, { ...parts, graphql })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    countConnections: () => promisify(server.getConnections.bind(server))(),
    async stop() {
      live.stop()
      limits.heartbeat?.stop()
      await closeSockets()
      server.closeAllConnections()
      await new Promise((resolve) => server.close(resolve))
    },
  }
}
