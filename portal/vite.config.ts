// Builds the portal into portal/dist; `npm run dev:portal` serves it from its sources beside a running server.
import react from '@vitejs/plugin-react'
import { defineConfig } from 'vite'

/** Where `npm start` listens. */
const server = 'http://localhost:4000'

// The server accepts requests from its own origin only, so the proxy sends that origin.
const proxied = { target: server, headers: { origin: server }, ws: true }

export default defineConfig({
  root: import.meta.dirname,
  plugins: [react()],
  // The server replaces it with a new nonce in every answer (src/api/portal/serve-portal.ts).
  html: { cspNonce: 'CSP_NONCE' },
  build: {
    outDir: 'dist',
    emptyOutDir: true,
    manifest: true,
    target: 'es2022',
    // Every asset is a file: the Content-Security-Policy forbids scripts and styles in `data:` addresses.
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
  },
  server: {
    port: 4001,
    proxy: {
      '/graphql': proxied,
      '/downloads': proxied,
      // The page is the portal's, the POST is the server's.
      '/not-me': { ...proxied, bypass: ({ method, url }) => (method === 'POST' ? undefined : url) },
      '^/exports/.+/download$': proxied,
    },
  },
})
