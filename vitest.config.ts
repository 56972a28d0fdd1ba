import { defineConfig } from 'vitest/config'
import { SlowestFirst } from './test/support/slowest-first.ts'

/** They measure their own process, such as its memory, so they share it with no other file. */
const alone = [
  'test/integration/export-100k.test.ts',
  'test/integration/import-investors-100k.test.ts',
  'test/e2e/slow-consumer.test.ts',
]

export default defineConfig({
  test: {
    globalSetup: ['test/support/global-setup.ts'],
    // One PostgreSQL serves all files, each on a database of its own. Many tests wait, for processes and for time that
    // must pass: two cores serve five workers.
    maxWorkers: 5,
    testTimeout: 30_000,
    hookTimeout: 60_000,
    reporters: ['default', ['json', { outputFile: 'test/.report/results.json' }]],
    // Node runs the TypeScript itself, as in production: through Vite's runner there would be two copies of graphql.
    experimental: { viteModuleRunner: false },
    execArgv: ['--import', './src/require-node.js'],
    sequence: { sequencer: SlowestFirst },
    projects: [
      { extends: true, test: { name: 'alone', include: alone } },
      {
        extends: true,
        test: {
          name: 'shared',
          include: ['test/{unit,integration,e2e,browser}/**/*.test.ts'],
          exclude: alone,
          // The application takes a second of CPU to load: once a worker, and not once a file.
          isolate: false,
        },
      },
    ],
  },
})
