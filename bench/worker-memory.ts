// Measures the memory of a real worker that makes one export: the program in its role, started like `npm start`.
import { type ChildProcess, fork } from 'node:child_process'
import { once } from 'node:events'
import { readFile } from 'node:fs/promises'
import { setTimeout as delay } from 'node:timers/promises'
import { fileURLToPath, pathToFileURL } from 'node:url'
import { runExportJob } from '../src/exports/run/export-job.ts'
import type { ExportFormat } from '../src/generated/prisma/enums.ts'
import { createDb, type Db } from '../src/platform/database/db.ts'
import { createJobs } from '../src/platform/jobs/jobs.ts'
import { createLog } from '../src/platform/log.ts'
import type { Memory } from './report-memory.ts'

export type WorkerTask = {
  format: ExportFormat
  databaseUrl: string
  filesDir: string
  accountId: string
  ownerId: string
  encryptionKey: string
}

/** In MB: the memory of the worker at rest, and the maximum until its export was completed. */
export type WorkerMemory = { atRest: number; most: number }

const pathOf = (file: string) => fileURLToPath(new URL(file, import.meta.url))

export async function measureWorker(task: WorkerTask): Promise<WorkerMemory> {
  const { db, close } = createDb(task.databaseUrl)
  const worker = await startWorker(task)
  try {
    const { rss } = await askMemory(worker)
    const exportId = await enqueue(db, task)
    await untilCompleted(db, exportId)
    const { most } = await askMemory(worker)
    return { atRest: inMegabytes(rss), most: inMegabytes(most) }
  } finally {
    worker.kill()
    await once(worker, 'exit')
    await close()
  }
}

const inMegabytes = (bytes: number): number => Math.round(bytes / 1_000_000)

/** Uses the flags of `npm start`, so that the result is true of a real start. */
async function startWorker({ databaseUrl, filesDir, encryptionKey }: WorkerTask): Promise<ChildProcess> {
  const { scripts } = JSON.parse(await readFile(pathOf('../package.json'), 'utf8'))
  const flags = scripts.start.split(' ').slice(1, -1)
  const worker = fork(pathOf('../src/main.ts'), {
    cwd: pathOf('..'),
    execArgv: [...flags, '--import', pathOf('report-memory.ts')],
    env: {
      ...process.env,
      ROLE: 'worker',
      DATABASE_URL: databaseUrl,
      STORAGE_URL: pathToFileURL(filesDir).href,
      DATA_DIR: filesDir,
      ENCRYPTION_KEY: encryptionKey,
    },
    stdio: ['ignore', 'pipe', 'inherit', 'ipc'],
  })
  let said = ''
  for await (const text of worker.stdout ?? []) {
    said += text
    if (said.includes('is ready')) break
  }
  return worker
}

async function askMemory(worker: ChildProcess): Promise<Memory> {
  // Removes the garbage of the start, which is not part of the work.
  await delay(1_000)
  const answer = once(worker, 'message')
  worker.send('memory')
  const [memory] = await answer
  return memory
}

async function enqueue(db: Db, { databaseUrl, accountId, ownerId, format }: WorkerTask): Promise<string> {
  const definitions = [runExportJob]
  const jobs = createJobs({ databaseUrl, log: createLog('silent', false), definitions, supervise: false })
  await jobs.start()
  const { id } = await db.$transaction(async (tx) => {
    const kind = 'BANKING_AND_TAX_INFORMATION'
    const created = await tx.export.create({ data: { accountId, ownerId, kind, format } })
    await jobs.enqueue(tx, runExportJob, { exportId: created.id })
    return created
  })
  await jobs.stop()
  return id
}

async function untilCompleted(db: Db, id: string): Promise<void> {
  for (;;) {
    const { status } = await db.export.findUniqueOrThrow({ where: { id } })
    if (status === 'COMPLETED') return
    if (status !== 'PROCESSING') throw new Error(`The export is ${status}`)
    await delay(500)
  }
}
