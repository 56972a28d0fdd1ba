// The job that sends a security notice.
import { z } from 'zod'
import type { JobDefinition } from '../../platform/jobs/jobs.ts'

const data = z.object({ noticeId: z.uuid() })

/** Its data is the notice's id: neither the words nor the link are in the queue. */
export const sendNoticeJob: JobDefinition<z.infer<typeof data>> = {
  name: 'security-notice',
  data,
  // More than there are in the notice's validity: that ends it, not this number.
  retryLimit: 1_000,
  retryDelayMaxSeconds: 5 * 60,
}
