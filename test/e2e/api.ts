// What the end-to-end tests say to the API, as a mobile client would.
import type { ApiClient } from '../support/client.ts'
import {
  E2eEndExportsDocument,
  E2eOneExportDocument,
  E2eRequestExportDocument,
  type ExportKind,
} from '../support/gql/graphql.ts'
import { waitUntil } from '../support/process.ts'

/** Requests an export. */
export async function requestExport(client: ApiClient, kind: ExportKind) {
  const { requestExport } = await client.request(E2eRequestExportDocument, { input: { kind } })
  if (requestExport.__typename !== 'RequestExportSuccess') throw new Error(requestExport.message)
  return requestExport.export
}

/** Cancels one export and deletes another. */
export async function endExports(client: ApiClient, ids: { cancel: string; delete: string }): Promise<void> {
  const answer = await client.request(E2eEndExportsDocument, {
    cancel: { exportId: ids.cancel },
    delete: { exportId: ids.delete },
  })
  const { cancelExport, deleteExport } = answer
  if (cancelExport.__typename !== 'CancelExportSuccess' || deleteExport.__typename !== 'DeleteExportSuccess')
    throw new Error(JSON.stringify(answer))
}

/** The status of one of the client's exports. */
export async function statusOf(client: ApiClient, id: string): Promise<string | undefined> {
  return (await client.request(E2eOneExportDocument, { id })).export?.status
}

type ReceivedMail = { subject: string; text: string }

/** The mails to an address, newest first, once there are so many. They are sent after the API's answer. */
export async function mailsTo(url: string, email: string, count: number): Promise<ReceivedMail[]> {
  let mails: ReceivedMail[] = []
  await waitUntil(async () => {
    const response = await fetch(`${url}/inbox/messages.json?to=${encodeURIComponent(email)}`)
    mails = (await response.json()) as ReceivedMail[]
    return mails.length >= count
  })
  return mails
}

/** The newest code that was sent to an address. */
export async function codeTo(url: string, email: string): Promise<string> {
  const [mail] = await mailsTo(url, email, 1)
  const [, code] = /^ {4}(\d{6})$/m.exec(mail?.text ?? '') ?? []
  if (!code) throw new Error(`No code in: ${mail?.text}`)
  return code
}
