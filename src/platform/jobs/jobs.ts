// Background jobs: pg-boss on the same PostgreSQL, so that one transaction writes a row and its job. NOTIFY wakes the
// workers; polling is a fallback.
import { setTimeout as delay } from 'node:timers/promises'
import { fromPrisma, PgBoss } from 'pg-boss'
import type { z } from 'zod'
import type { DbOrTx, Tx } from '../database/db.ts'
import type { Log } from '../log.ts'

/** A kind of job. Its data holds only ids, and is parsed when it is sent and when it runs. */
export type JobDefinition<Data extends object> = {
  name: string
  data: z.ZodType<Data>
  /** How many attempts follow the first one. */
  retryLimit: number
  /** The longest wait between two attempts. The first wait is 2 seconds. Default: 30. */
  retryDelayMaxSeconds?: number
  /** Gets the data of a job whose last attempt failed, because it threw or its process died. */
  onExhausted?: JobDefinition<Data>
}

export type Jobs = {
  start(): Promise<void>
  /** Waits at most `timeoutMs` for running handlers, then aborts them. Their jobs run again elsewhere. */
  stop(timeoutMs?: number): Promise<void>
  /** Sends a job in a transaction. The job exists only if the transaction commits. */
  enqueue<Data extends object>(tx: Tx, job: JobDefinition<Data>, data: Data): Promise<void>
  /** Whether a job with this data, or its `onExhausted` job, still has to run. */
  isPending<Data extends object>(tx: DbOrTx, job: JobDefinition<Data>, data: Data): Promise<boolean>
  /** Makes this process run a kind of job. The signal aborts when the job must stop. */
  work<Data extends object>(
    job: JobDefinition<Data>,
    concurrency: number,
    handle: (data: Data, signal: AbortSignal) => Promise<void>,
  ): Promise<void>
}

/** A worker without a heartbeat for this long counts as dead. */
const heartbeatSeconds = 15
const superviseIntervalSeconds = 5

/** How long a failed job waits for its next attempt: at first, and at most. `lookSeconds`: how often workers look for jobs. */
export type JobPeriods = { retrySeconds: number; longestRetrySeconds: number; lookSeconds: number }

const usualPeriods: JobPeriods = { retrySeconds: 2, longestRetrySeconds: 30, lookSeconds: 5 }

/**
 * @param options.definitions every kind of job. Their queues are created before any job is sent or run.
 * @param options.supervise whether this process restarts jobs of dead workers. True for workers.
 */
export function createJobs(options: {
  databaseUrl: string
  log: Log
  // biome-ignore lint/suspicious/noExplicitAny: a list of definitions of differing data
  definitions: JobDefinition<any>[]
  supervise: boolean
  periods?: JobPeriods | undefined
}): Jobs {
  const { periods = usualPeriods } = options
  const boss = new PgBoss({
    connectionString: options.databaseUrl,
    application_name: 'vestibule-jobs',
    max: 5,
    supervise: options.supervise,
    schedule: false,
    useListenNotify: options.supervise,
    superviseIntervalSeconds,
    monitorIntervalSeconds: superviseIntervalSeconds,
  })
  boss.on('error', (error) => options.log.error({ err: error }, 'job queue'))
  boss.on('warning', (warning) => options.log.warn({ warning: warning.message }, 'job queue'))

  return {
    async start() {
      await boss.start()
      for (const definition of options.definitions) await createQueue(boss, definition, periods)
    },
    async stop(timeoutMs = 6_000) {
      const stopped = boss.stop({ graceful: true, timeout: timeoutMs })
      // Without its database, the queue would never close. The stop must end anyway.
      await Promise.race([stopped, delay(timeoutMs + 1_000, undefined, { ref: false })])
    },
    async enqueue(tx, job, data) {
      const id = await boss.send(job.name, job.data.parse(data), { db: fromPrisma(tx) })
      if (!id) throw new Error(`The job ${job.name} was not accepted by its queue`)
    },
    isPending: (tx, job, data) => isPending(boss, tx, job, data),
    async work(job, concurrency, handle) {
      const polling = { pollingIntervalSeconds: 2, notifyPollingIntervalSeconds: periods.lookSeconds }
      await boss.work(job.name, { ...polling, localConcurrency: concurrency }, async ([task]) => {
        if (task) await handle(job.data.parse(task.data), task.signal)
      })
    },
  }
}

const pendingStates = new Set(['created', 'retry', 'active'])

async function isPending<Data extends object>(
  boss: PgBoss,
  tx: DbOrTx,
  job: JobDefinition<Data>,
  data: Data,
): Promise<boolean> {
  const jobs = await boss.findJobs(job.name, { data, db: fromPrisma(tx) })
  if (jobs.some(({ state }) => pendingStates.has(state))) return true
  return job.onExhausted ? isPending(boss, tx, job.onExhausted, data) : false
}

async function createQueue<Data extends object>(
  boss: PgBoss,
  job: JobDefinition<Data>,
  periods: JobPeriods,
): Promise<void> {
  if (job.onExhausted) await createQueue(boss, job.onExhausted, periods)
  const options = {
    notify: true,
    retryLimit: job.retryLimit,
    retryDelay: periods.retrySeconds,
    retryBackoff: true,
    retryDelayMax: job.retryDelayMaxSeconds ?? periods.longestRetrySeconds,
    heartbeatSeconds,
    expireInSeconds: 6 * 60 * 60,
    ...(job.onExhausted && { deadLetter: job.onExhausted.name }),
  }
  await boss.createQueue(job.name, options)
  // A queue that an earlier version created would keep its settings.
  await boss.updateQueue(job.name, options)
}
