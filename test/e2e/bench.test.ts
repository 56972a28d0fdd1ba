// The round trip of the benchmark, which is run by hand with a million rows: with a few, it still runs and compares.
import { execFile } from 'node:child_process'
import { promisify } from 'node:util'
import { expect, it } from 'vitest'
import { projectDir } from '../support/process.ts'

it('hostile values come back as they were, in every format', { timeout: 120_000 }, async () => {
  const run = ['--import', './src/require-node.js', 'bench/bench.ts', 'round-trip', '--rows', '2000']
  const { stdout } = await promisify(execFile)(process.execPath, run, { cwd: projectDir })
  const line = (format: string) => `${format}: 2,000 rows, every field equal.\n`
  expect(stdout).toContain(['CSV', 'JSONL', 'XLSX'].map(line).join(''))
})
