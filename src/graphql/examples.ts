// What GraphiQL shows first: the main job, a tab a step.

const signIn = `# 1. Sign in. The session is kept in a cookie.
mutation SignIn {
  login(input: {
    email: "owner@summitridge.example"
    password: "violet-harbor-quilt-92"
  }) {
    __typename
    ... on LoginSuccess {
      viewer { teamMember { name role } account { name } }
    }
    # Where the account has MFA on; the code is in /inbox.
    ... on VerificationRequired { challengeToken sentTo }
    ... on Error { code message }
  }
}
`

const bell = `# 2. Listen to the bell, and leave this tab running.
subscription Bell {
  notificationReceived {
    cursor
    unreadCount
    notification {
      title
      body
      export { fileName downloadPath }
    }
  }
}
`

const requestExport = `# 3. Ask for an export. The bell rings when its file is ready:
#    open its downloadPath on this server.
mutation RequestExport {
  requestExport(input: { kind: TAX_INFORMATION }) {
    ... on RequestExportSuccess {
      export { id status fileName }
    }
    ... on Error { code message }
  }
}
`

const lists = `# 4. Your exports, and the investors as everybody sees them: masked.
query Lists {
  exports(first: 5) {
    nodes { fileName status rowCount byteSize sha256 downloadPath }
  }
  investors(first: 5) {
    totalCount
    nodes { name profileType maskedTaxId maskedBankAccount }
  }
}
`

export const exampleTabs = [signIn, bell, requestExport, lists].map((query) => ({ query }))
