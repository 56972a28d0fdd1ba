// Builds the portal into portal/dist; `npm run dev:portal` serves it from its sources beside a running server.
import react from '@vitejs/plugin-react'
import { defineConfig } from 'vite'

/** Where `npm start` listens. */
const server = 'http://localhost:4000'

// The server takes requests of its own origin alone, which is where it believes these come from.
const proxied = { target: server, headers: { origin: server }, ws: true }

export default defineConfig({
  root: import.meta.dirname,
  plugins: [react()],
  // The server puts a new one into every answer (src/api/portal/serve-portal.ts).
  html: { cspNonce: 'CSP_NONCE' },
  build: {
    outDir: 'dist',
    emptyOutDir: true,
    manifest: true,
    target: 'es2022',
    // Everything is a file with a hash in its name: the Content-Security-Policy knows no `data:` scripts or styles.
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
  },
  server: {
    port: 4001,
    proxy: {
      '/graphql': proxied,
      '/downloads': proxied,
      // Its page is the portal's; its POST is the server's.
      '/not-me': { ...proxied, bypass: ({ method, url }) => (method === 'POST' ? undefined : url) },
      '^/exports/.+/download$': proxied,
    },
  },
})
