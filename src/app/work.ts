// The background work of a process: exports, security notices, and deleting old rows.
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

/** How many jobs of each kind one process runs at a time. */
const exportsAtOnce = 2
const noticesAtOnce = 4

/** How often a worker deletes what src/sweeps.ts lists. */
const sweepEveryMs = 60 * 60_000

/** Workers send notices. Without SMTP_URL, the server does: it serves the inbox that shows them. */
const sendsNotices = ({ role, smtpUrl }: Config): boolean => (smtpUrl ? role !== 'server' : role !== 'worker')

/** Whether this process runs jobs. */
export const worksOnJobs = (config: Config): boolean => config.role !== 'server' || sendsNotices(config)

/** Starts the background work of the process's role. */
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
