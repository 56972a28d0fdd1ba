// The order of test files: those that take long begin first, so that none of them is left over at the end, alone.
import { BaseSequencer, type TestSpecification } from 'vitest/node'

/** Slowest first. A file that is not here takes a few seconds. */
const slow = [
  'e2e/roles',
  'e2e/bell',
  'integration/export-tampering',
  'browser/pages',
  'e2e/start',
  'integration/rotate-under-load',
  'integration/rotate-encryption-key',
  'integration/rotated-out-key',
  'integration/export-100k',
  'integration/mfa-invariant',
  'integration/clients',
  'integration/admin-cli',
  'integration/admin-cli-members',
  'integration/import-investors-100k',
  'browser/team',
  'integration/download-access-lost',
  'integration/sign-in-guessing',
  'browser/mfa',
  'browser/exports',
  'integration/export-matrix',
  'integration/export-faults',
  'integration/export-failure',
  'browser/profile',
  'e2e/guessing',
  'e2e/start-refused',
]

export class SlowestFirst extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    const rank = ({ moduleId }: TestSpecification) => {
      const found = slow.findIndex((name) => moduleId.endsWith(`/test/${name}.test.ts`))
      return found === -1 ? slow.length : found
    }
    // The files of a project stay in a row: a worker that they share ends with the first file of another project.
    return [...files].sort((a, b) => a.project.name.localeCompare(b.project.name) || rank(a) - rank(b))
  }
}
