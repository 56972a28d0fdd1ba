// Every kind of job. Each process that sends or runs jobs creates their queues from this list.
import { sendNoticeJob } from './auth/notices/notice-job.ts'
import { runExportJob } from './exports/run/export-job.ts'

export const jobDefinitions = [runExportJob, sendNoticeJob]
