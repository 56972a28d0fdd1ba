// What GraphiQL shows first: the main job, a tab a step.

const signIn = `# 1. Sign in. The session is kept in a cookie.
mutation {
  login(input: { email: "owner@summitridge.example", password: "violet-harbor-quilt-92" }) {
    __typename
    ... on LoginSuccess { viewer { teamMember { name sensitiveDataAccess } account { name } } }
    ... on VerificationRequired { challengeToken sentTo } # the code is in /inbox
    ... on Error { code message }
  }
}
`

const bell = `# 2. Listen to the bell, and leave this tab running.
subscription {
  notificationReceived {
    cursor
    unreadCount
    notification { title body export { fileName downloadPath } }
  }
}
`

const request = `# 3. Ask for an export. The bell rings when its file is ready: open downloadPath on this server.
mutation {
  requestExport(input: { kind: TAX_INFORMATION }) {
    ... on RequestExportSuccess { export { id status fileName } }
    ... on Error { code message }
  }
}
`

const list = `# 4. Your exports, and the investors as everybody sees them: masked.
{
  exports(first: 5) { nodes { fileName status rowCount byteSize sha256 downloadPath } }
  investors(first: 5) { totalCount nodes { name maskedTaxId maskedBankAccount } }
}
`

export const exampleTabs = [signIn, bell, request, list].map((query) => ({ query }))
