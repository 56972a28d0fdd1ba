// What the end-to-end tests say to the API, as a mobile client would.
import type { ApiClient } from '../support/client.ts'
import type { ExportKind } from '../support/gql/graphql.ts'
import { graphql } from '../support/gql/index.ts'
import { waitUntil } from '../support/process.ts'

export const RequestExport = graphql(`
  mutation E2eRequestExport($input: RequestExportInput!) {
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

const EndExports = graphql(`
  mutation E2eEndExports($cancel: CancelExportInput!, $delete: DeleteExportInput!) {
    cancelExport(input: $cancel) {
      __typename
    }
    deleteExport(input: $delete) {
      __typename
    }
  }
`)

export const ExportCompleted = graphql(`
  subscription E2eExportCompleted {
    exportCompleted {
      id
      status
      rowCount
      sha256
      downloadPath
    }
  }
`)

export const NotificationReceived = graphql(`
  subscription E2eNotificationReceived {
    notificationReceived {
      unreadCount
      notification {
        kind
        title
        body
        export {
          id
          downloadPath
        }
      }
    }
  }
`)

export const Exports = graphql(`
  query E2eExports {
    exports {
      totalCount
      nodes {
        id
        status
        rowCount
        downloadPath
      }
    }
  }
`)

export const OneExport = graphql(`
  query E2eOneExport($id: ID!) {
    export(id: $id) {
      id
      status
      downloadPath
    }
    node(id: $id) {
      id
    }
  }
`)

export const Bell = graphql(`
  query E2eBell {
    notifications {
      totalCount
      unreadCount
      nodes {
        kind
        title
      }
    }
  }
`)

export const Investors = graphql(`
  query E2eInvestors($search: String) {
    investors(search: $search) {
      totalCount
      nodes {
        name
        maskedTaxId
        maskedBankAccount
      }
    }
  }
`)

/** Asks for an export, and checks nothing but that it was accepted. */
export async function requestExport(client: ApiClient, kind: ExportKind) {
  const { requestExport } = await client.request(RequestExport, { input: { kind } })
  if (requestExport.__typename !== 'RequestExportSuccess') throw new Error(requestExport.message)
  return requestExport.export
}

/** Cancels one export and deletes another. */
export async function endExports(client: ApiClient, ids: { cancel: string; delete: string }): Promise<void> {
  const answer = await client.request(EndExports, {
    cancel: { exportId: ids.cancel },
    delete: { exportId: ids.delete },
  })
  const { cancelExport, deleteExport } = answer
  if (cancelExport.__typename !== 'CancelExportSuccess' || deleteExport.__typename !== 'DeleteExportSuccess')
    throw new Error(JSON.stringify(answer))
}

/** Where an export of the client's stands. */
export async function statusOf(client: ApiClient, id: string): Promise<string | undefined> {
  return (await client.request(OneExport, { id })).export?.status
}

type ReceivedMail = { subject: string; text: string }

/** The mails to an address, newest first, once there are as many. They are sent after the answer. */
export async function mailsTo(url: string, email: string, count: number): Promise<ReceivedMail[]> {
  let mails: ReceivedMail[] = []
  await waitUntil(async () => {
    const response = await fetch(`${url}/inbox/messages.json?to=${encodeURIComponent(email)}`)
    mails = (await response.json()) as ReceivedMail[]
    return mails.length >= count
  })
  return mails
}
