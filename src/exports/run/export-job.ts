// The jobs that make exports. Their data is an id: everything else is read where it is kept.
import { z } from 'zod'
import type { JobDefinition } from '../../platform/jobs/jobs.ts'

const data = z.object({ exportId: z.uuid() })

/** Runs when an export's tries are used up, even if every one of them ended with its process. */
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
