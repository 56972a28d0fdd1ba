// The job that sends a security notice.
import { z } from 'zod'
import type { JobDefinition } from '../../platform/jobs/jobs.ts'

const data = z.object({ noticeId: z.uuid() })

/** Its data is the notice's id, so the queue contains neither the text nor the link. */
export const sendNoticeJob: JobDefinition<z.infer<typeof data>> = {
  name: 'security-notice',
  data,
  // More than fit into the notice's validity, which ends the retries.
  retryLimit: 1_000,
  retryDelayMaxSeconds: 5 * 60,
}
