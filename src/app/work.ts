// What a process does in the background: exports, security notices, and deleting what is no longer needed.
import { sendNoticeJob } from '../auth/notices/notice-job.ts'
import { sendNotice } from '../auth/notices/send-notice.ts'
import type { Config } from '../config.ts'
import { startJanitor } from '../exports/ending/janitor.ts'
import { failExportJob, runExportJob } from '../exports/run/export-job.ts'
import { failExport } from '../exports/run/fail-export.ts'
import { runExport } from '../exports/run/run-export.ts'
import { runSweeps } from '../platform/database/sweep.ts'
import { repeat } from '../platform/jobs/repeat.ts'
import type { Services } from '../platform/services.ts'
import { sweeps } from '../sweeps.ts'

/** How many exports, and how many security notices, one process works on at once. */
const exportsAtOnce = 2
const noticesAtOnce = 4

/** How often a worker deletes what src/sweeps.ts lists. */
const sweepEveryMs = 60 * 60_000

/** Workers send notices. Without SMTP_URL the process that serves the inbox does: no one sees a worker's own inbox. */
const sendsNotices = ({ role, smtpUrl }: Config): boolean => (smtpUrl ? role !== 'server' : role !== 'worker')

/** Whether this process works on any job. */
export const worksOnJobs = (config: Config): boolean => config.role !== 'server' || sendsNotices(config)

/** Starts the work of this process's role. */
export async function startWork(
  config: Config,
  services: Services,
  started: AsyncDisposableStack,
): Promise<void> {
  if (config.role !== 'server') {
    started.defer(startJanitor(services))
    started.defer(startSweeps(services))
    await workOnExports(services)
  }
  if (sendsNotices(config)) await workOnNotices(services)
}

const startSweeps = (services: Services) =>
  repeat({ name: 'deleting old rows', everyMs: sweepEveryMs, log: services.log }, (signal) =>
    runSweeps(services, sweeps, signal),
  )

async function workOnExports(services: Services): Promise<void> {
  await services.jobs.work(runExportJob, exportsAtOnce, (data, signal) => runExport(services, data, signal))
  await services.jobs.work(failExportJob, 1, (data) => failExport(services, data))
}

const workOnNotices = (services: Services) =>
  services.jobs.work(sendNoticeJob, noticesAtOnce, (data) => sendNotice(services, data))
