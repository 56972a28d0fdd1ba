// Where the links of invitations and password resets lead as long as no portal answers there.
import type { ServerResponse } from 'node:http'
import { escapeHtml } from '../platform/mail-layout.ts'
import { sendPage } from '../platform/page.ts'

const pages = {
  '/reset-password': {
    title: 'Choose a new password',
    mutation: `mutation {
  resetPassword(input: { token: "…", newPassword: "…" }) {
    __typename
    ... on Error { message }
  }
}`,
  },
  '/accept-invitation': {
    title: 'Accept your invitation',
    mutation: `mutation {
  acceptInvitation(input: { token: "…", password: "…" }) {
    __typename
    ... on Error { message }
  }
}`,
  },
}

/** Whether a path is one of these. */
export const isLinkPage = (path: string): path is keyof typeof pages => Object.hasOwn(pages, path)

/** Says which mutation takes the token of the address. @param explorable whether GraphiQL is there to send it from. */
export function serveLinkPage(response: ServerResponse, path: keyof typeof pages, explorable: boolean): void {
  const { title, mutation } = pages[path]
  const where = explorable ? '<a href="/graphql">GraphiQL</a>' : 'the API, at /graphql'
  sendPage(response, {
    title,
    main: `<p>This server has no portal yet. Send this mutation with ${where}. The token is what follows the # in this page's address; it works once.</p>
<pre>${escapeHtml(mutation)}</pre>
<p class="quiet">Opening this page has used nothing up.</p>`,
  })
}
