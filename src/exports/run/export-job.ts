// The jobs that make exports. Their data is only an id: everything else is read from the row.
import { z } from 'zod'
import type { JobDefinition } from '../../platform/jobs/jobs.ts'

const data = z.object({ exportId: z.uuid() })

/** Runs when an export has no attempts left, even if their processes died. */
export const failExportJob: JobDefinition<z.infer<typeof data>> = {
  name: 'export-exhausted',
  data,
  retryLimit: 20,
}

/** Makes the file of one export. */
export const runExportJob: JobDefinition<z.infer<typeof data>> = {
  name: 'export',
  data,
  retryLimit: 3,
  onExhausted: failExportJob,
}
