// The main job in one process: sign in, ask, see it become ready live, find the notification, download.

import { createHash } from 'node:crypto'
import { expect, it } from 'vitest'
import {
  ExportCompletedDocument,
  NotificationReceivedDocument,
  RequestExportDocument,
} from '../support/gql/graphql.ts'
import { useApp } from '../support/use-app.ts'

const app = useApp()

it('makes an export and announces it over both subscriptions', async () => {
  const owner = await app.signIn('owner@summitridge.example')
  const completed = await owner.subscribe(ExportCompletedDocument)
  const bell = await owner.subscribe(NotificationReceivedDocument)
  const ready = [completed.next(), bell.next()] as const

  const { requestExport } = await owner.request(RequestExportDocument, { input: { kind: 'TAX_INFORMATION' } })
  if (requestExport.__typename !== 'RequestExportSuccess') throw new Error(requestExport.message)
  expect(requestExport.export.status).toBe('PROCESSING')

  const { exportCompleted } = await ready[0]
  expect(exportCompleted).toMatchObject({
    id: requestExport.export.id,
    status: 'COMPLETED',
    rowCount: 1200,
    progress: { rowsDone: 1200, rowsTotal: 1200, percent: 100 },
  })
  const { notificationReceived } = await ready[1]
  expect(notificationReceived).toMatchObject({
    unreadCount: 1,
    notification: {
      kind: 'EXPORT_COMPLETED',
      title: 'Tax information export is ready',
      body: '1,200 investors. The file can be downloaded for 72 hours.',
      readAt: null,
      export: { id: requestExport.export.id, downloadPath: exportCompleted.downloadPath },
    },
  })

  const response = await owner.get(exportCompleted.downloadPath ?? '')
  const file = Buffer.from(await response.arrayBuffer())
  expect(response.status).toBe(200)
  expect(response.headers.get('content-disposition')).toBe(
    `attachment; filename="${requestExport.export.fileName}"`,
  )
  expect(file.length).toBe(exportCompleted.byteSize)
  expect(createHash('sha256').update(file).digest('hex')).toBe(exportCompleted.sha256)
  await Promise.all([completed.stop(), bell.stop()])
})
