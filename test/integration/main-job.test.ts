// The main job in one process: sign in, ask, see it become ready live, find the notification, download.
import { createHash } from 'node:crypto'
import { expect, it } from 'vitest'
import { graphql } from '../support/gql/index.ts'
import { useApp } from '../support/use-app.ts'

const app = useApp()

const RequestExport = graphql(`
  mutation RequestExport($input: RequestExportInput!) {
    requestExport(input: $input) {
      __typename
      ... on RequestExportSuccess {
        export {
          id
          status
          fileName
        }
      }
      ... on Error {
        code
        message
      }
    }
  }
`)

const ExportCompleted = graphql(`
  subscription ExportCompleted {
    exportCompleted {
      id
      status
      rowCount
      byteSize
      sha256
      downloadPath
      progress {
        rowsDone
        rowsTotal
        percent
      }
    }
  }
`)

const NotificationReceived = graphql(`
  subscription NotificationReceived($after: String) {
    notificationReceived(after: $after) {
      cursor
      unreadCount
      notification {
        kind
        title
        body
        readAt
        export {
          id
          downloadPath
        }
      }
    }
  }
`)

it('makes an export and announces it over both subscriptions', async () => {
  const owner = await app.signIn('owner@summitridge.example')
  const completed = await owner.subscribe(ExportCompleted)
  const bell = await owner.subscribe(NotificationReceived)
  const ready = [completed.next(), bell.next()] as const

  const { requestExport } = await owner.request(RequestExport, { input: { kind: 'TAX_INFORMATION' } })
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
