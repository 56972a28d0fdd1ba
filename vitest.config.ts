import { defineConfig } from 'vitest/config'

export default defineConfig({
  test: {
    include: ['test/{unit,integration,e2e,browser}/**/*.test.ts'],
    globalSetup: ['test/support/global-setup.ts'],
    // One PostgreSQL serves all files, each on a database of its own. Many tests wait, for processes and for time that
    // must pass: two cores serve three of them.
    maxWorkers: 3,
    testTimeout: 30_000,
    hookTimeout: 60_000,
    reporters: ['default', ['json', { outputFile: 'test/.report/results.json' }]],
    // Node runs the TypeScript itself, as in production: through Vite's runner there would be two copies of graphql.
    experimental: { viteModuleRunner: false },
  },
})
