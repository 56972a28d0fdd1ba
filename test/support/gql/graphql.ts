/* eslint-disable */
/** Internal type. DO NOT USE DIRECTLY. */
type Exact<T extends { [key: string]: unknown }> = { [K in keyof T]: T[K] };
/** Internal type. DO NOT USE DIRECTLY. */
export type Incremental<T> = T | { [P in keyof T]?: P extends ' $fragmentName' | '__typename' ? T[P] : never };
import type { DocumentTypeDecoration } from '@graphql-typed-document-node/core';
/** Which investors. Empty or absent: all of the account. */
export type ExportFilter = {
  /** Added after this moment. */
  createdAfter?: string | null | undefined;
  /** Added before this moment. */
  createdBefore?: string | null | undefined;
  /** Part of a name, an e-mail or the sponsor's reference, in any case. */
  search?: string | null | undefined;
};

/** The format of an export's file. */
export type ExportFormat =
  /** Comma-separated values: RFC 4180, UTF-8, safe to open in a spreadsheet. */
  | 'CSV';

/** What an export holds. */
export type ExportKind =
  /** Names, addresses, full tax ids and full bank details. */
  | 'BANKING_AND_TAX_INFORMATION'
  /** Names and full bank details. */
  | 'BANKING_INFORMATION'
  /** Names, addresses and full tax ids. */
  | 'TAX_INFORMATION';

/** Where an export stands. */
export type ExportStatus =
  /** Stopped by its owner. */
  | 'CANCELED'
  /** Whole, and ready to be downloaded. */
  | 'COMPLETED'
  /** Its file was deleted at the end of its time. */
  | 'EXPIRED'
  /** Could not be made; `failureMessage` says what to do. */
  | 'FAILED'
  /** Being made: there is no file yet. */
  | 'PROCESSING'
  /** Its owner lost Sensitive Data Access; the file was deleted. */
  | 'REVOKED';

/** The legal form in which an investor invests. */
export type InvestorProfileType =
  /** A company, a partnership or another entity. */
  | 'ENTITY'
  /** One person. */
  | 'INDIVIDUAL'
  /** An individual retirement account. */
  | 'IRA'
  /** Two or more people together. */
  | 'JOINT'
  /** A trust. */
  | 'TRUST';

/** E-mail and password. */
export type LoginInput = {
  /** In any case. */
  email: string;
  /** As it was chosen: nothing is trimmed or cut. */
  password: string;
  /** How this client keeps its session. */
  sessionTransport?: SessionTransport | null | undefined;
  /** BEARER clients send the token that verifyCode gave them; browsers send a cookie. */
  trustedDeviceToken?: string | null | undefined;
};

/** What a notification tells. */
export type NotificationKind =
  /** An export is ready to be downloaded. */
  | 'EXPORT_COMPLETED'
  /** An export could not be made. */
  | 'EXPORT_FAILED'
  /** Something about the member's own sign-in changed. */
  | 'SECURITY';

/** What to export. */
export type RequestExportInput = {
  /** Which investors. */
  filter?: ExportFilter | null | undefined;
  /** The format of the file. */
  format?: ExportFormat | null | undefined;
  /** For retries: the same key and input within 24 hours answer the export already made; other input, an error. */
  idempotencyKey?: string | null | undefined;
  /** What the file holds. */
  kind: ExportKind;
};

/** How the client keeps its session. */
export type SessionTransport =
  /** The token is in the body, for `Authorization: Bearer`: mobile apps and scripts. */
  | 'BEARER'
  /** The server sets an HttpOnly cookie and never puts the token in a body: browsers. */
  | 'COOKIE';

/** The code that was e-mailed. */
export type VerifyCodeInput = {
  /** From VerificationRequired. */
  challengeToken: string;
  /** The six digits; spaces are ignored. */
  code: string;
  /** Ask for no code on this device for 30 days. */
  rememberMe?: boolean | null | undefined;
};

export type E2eLoginMutationVariables = Exact<{
  input: LoginInput;
}>;


export type E2eLoginMutation = { login:
    | { __typename: 'InvalidCredentialsError', code: string, message: string }
    | { __typename: 'LoginSuccess', sessionToken: string | null, trustedDeviceToken: string | null, viewer: { teamMember: { name: string } } }
    | { __typename: 'RateLimitedError', code: string, message: string }
    | { __typename: 'VerificationRequired', challengeToken: string, sentTo: string, rememberMeAllowed: boolean }
   };

export type E2eVerifyCodeMutationVariables = Exact<{
  input: VerifyCodeInput;
}>;


export type E2eVerifyCodeMutation = { verifyCode:
    | { __typename: 'ChallengeExpiredError', code: string, message: string }
    | { __typename: 'InvalidCodeError', attemptsRemaining: number, code: string, message: string }
    | { __typename: 'LoginSuccess', sessionToken: string | null, trustedDeviceToken: string | null, viewer: { teamMember: { name: string } } }
    | { __typename: 'RateLimitedError', code: string, message: string }
   };

export type E2eRequestExportMutationVariables = Exact<{
  input: RequestExportInput;
}>;


export type E2eRequestExportMutation = { requestExport:
    | { __typename: 'InvalidInputError', code: string, message: string }
    | { __typename: 'RateLimitedError', code: string, message: string }
    | { __typename: 'RequestExportSuccess', export: { id: string, status: ExportStatus, fileName: string } }
    | { __typename: 'SensitiveDataAccessRequiredError', code: string, message: string }
   };

export type E2eExportCompletedSubscriptionVariables = Exact<{ [key: string]: never; }>;


export type E2eExportCompletedSubscription = { exportCompleted: { id: string, status: ExportStatus, rowCount: number | null, sha256: string | null, downloadPath: string | null } };

export type E2eNotificationReceivedSubscriptionVariables = Exact<{ [key: string]: never; }>;


export type E2eNotificationReceivedSubscription = { notificationReceived: { unreadCount: number, notification: { kind: NotificationKind, title: string, body: string, export: { id: string, downloadPath: string | null } | null } } };

export type E2eExportsQueryVariables = Exact<{ [key: string]: never; }>;


export type E2eExportsQuery = { exports: { totalCount: number, nodes: Array<{ id: string, status: ExportStatus, rowCount: number | null, downloadPath: string | null }> } };

export type E2eOneExportQueryVariables = Exact<{
  id: string | number;
}>;


export type E2eOneExportQuery = { export: { id: string, status: ExportStatus, downloadPath: string | null } | null, node:
    | { id: string }
    | { id: string }
    | { id: string }
    | { id: string }
    | { id: string }
    | { id: string }
   | null };

export type E2eBellQueryVariables = Exact<{ [key: string]: never; }>;


export type E2eBellQuery = { notifications: { totalCount: number, unreadCount: number, nodes: Array<{ kind: NotificationKind, title: string }> } };

export type E2eInvestorsQueryVariables = Exact<{
  search?: string | null | undefined;
}>;


export type E2eInvestorsQuery = { investors: { totalCount: number, nodes: Array<{ name: string, maskedTaxId: string | null, maskedBankAccount: string | null }> } };

export type E2eViewerQueryVariables = Exact<{ [key: string]: never; }>;


export type E2eViewerQuery = { viewer: { teamMember: { email: string } } | null };

export type E2eLogoutMutationVariables = Exact<{ [key: string]: never; }>;


export type E2eLogoutMutation = { logout: { __typename: 'LogoutSuccess' } };

export type ListInvestorsQueryVariables = Exact<{
  first?: number | null | undefined;
  after?: string | null | undefined;
  last?: number | null | undefined;
  before?: string | null | undefined;
  search?: string | null | undefined;
}>;


export type ListInvestorsQuery = { investors: { totalCount: number, pageInfo: { hasNextPage: boolean, hasPreviousPage: boolean, startCursor: string | null, endCursor: string | null }, edges: Array<{ cursor: string }>, nodes: Array<{ id: string, name: string, email: string | null, profileType: InvestorProfileType, maskedTaxId: string | null, maskedBankAccount: string | null, createdAt: string }> } };

export type RequestExportMutationVariables = Exact<{
  input: RequestExportInput;
}>;


export type RequestExportMutation = { requestExport:
    | { __typename: 'InvalidInputError', code: string, message: string }
    | { __typename: 'RateLimitedError', code: string, message: string }
    | { __typename: 'RequestExportSuccess', export: { id: string, status: ExportStatus, fileName: string } }
    | { __typename: 'SensitiveDataAccessRequiredError', code: string, message: string }
   };

export type ExportCompletedSubscriptionVariables = Exact<{ [key: string]: never; }>;


export type ExportCompletedSubscription = { exportCompleted: { id: string, status: ExportStatus, rowCount: number | null, byteSize: number | null, sha256: string | null, downloadPath: string | null, progress: { rowsDone: number, rowsTotal: number | null, percent: number | null } } };

export type NotificationReceivedSubscriptionVariables = Exact<{
  after?: string | null | undefined;
}>;


export type NotificationReceivedSubscription = { notificationReceived: { cursor: string, unreadCount: number, notification: { kind: NotificationKind, title: string, body: string, readAt: string | null, export: { id: string, downloadPath: string | null } | null } } };

export type SignInMutationVariables = Exact<{
  input: LoginInput;
}>;


export type SignInMutation = { login:
    | { __typename: 'InvalidCredentialsError' }
    | { __typename: 'LoginSuccess', sessionToken: string | null }
    | { __typename: 'RateLimitedError' }
    | { __typename: 'VerificationRequired' }
   };

export type AskForExportMutationVariables = Exact<{
  input: RequestExportInput;
}>;


export type AskForExportMutation = { requestExport:
    | { __typename: 'InvalidInputError', path: Array<string>, code: string, message: string }
    | { __typename: 'RateLimitedError', retryAfterSeconds: number, code: string, message: string }
    | { __typename: 'RequestExportSuccess', export: { id: string, status: ExportStatus, fileName: string, downloadPath: string | null } }
    | { __typename: 'SensitiveDataAccessRequiredError', code: string, message: string }
   };

export type ListExportsQueryVariables = Exact<{
  first?: number | null | undefined;
  after?: string | null | undefined;
  last?: number | null | undefined;
  before?: string | null | undefined;
  status?: Array<ExportStatus> | ExportStatus | null | undefined;
}>;


export type ListExportsQuery = { exports: { totalCount: number, edges: Array<{ cursor: string }>, nodes: Array<{ id: string, kind: ExportKind, status: ExportStatus, fileName: string, rowCount: number | null, byteSize: number | null, sha256: string | null, failureMessage: string | null, downloadCount: number, lastDownloadedAt: string | null, downloadPath: string | null, progress: { rowsDone: number, rowsTotal: number | null, percent: number | null } }> } };

export type FindExportQueryVariables = Exact<{
  id: string | number;
}>;


export type FindExportQuery = { export: { id: string, fileName: string } | null };

export type FindNodeQueryVariables = Exact<{
  id: string | number;
}>;


export type FindNodeQuery = { node:
    | { __typename: 'Account', id: string }
    | { __typename: 'Export', id: string }
    | { __typename: 'Investor', id: string }
    | { __typename: 'Notification', id: string }
    | { __typename: 'Session', id: string }
    | { __typename: 'TeamMember', id: string }
   | null };

export type ListNotificationsQueryVariables = Exact<{
  first?: number | null | undefined;
  after?: string | null | undefined;
  unreadOnly?: boolean | null | undefined;
}>;


export type ListNotificationsQuery = { notifications: { totalCount: number, unreadCount: number, edges: Array<{ cursor: string }>, nodes: Array<{ id: string, title: string, kind: NotificationKind, export: { id: string } | null }> } };

export type ListenForExportsSubscriptionVariables = Exact<{ [key: string]: never; }>;


export type ListenForExportsSubscription = { exportCompleted: { id: string } };

export type ListenToBellSubscriptionVariables = Exact<{
  after?: string | null | undefined;
}>;


export type ListenToBellSubscription = { notificationReceived: { cursor: string, unreadCount: number, notification: { id: string, title: string, export: { id: string } | null } } };

export type LogInMutationVariables = Exact<{
  input: LoginInput;
}>;


export type LogInMutation = { login:
    | { __typename: 'InvalidCredentialsError', code: string, message: string }
    | { __typename: 'LoginSuccess', sessionToken: string | null, trustedDeviceToken: string | null, viewer: { teamMember: { email: string }, session: { current: boolean, userAgent: string | null, ipAddress: string | null } } }
    | { __typename: 'RateLimitedError', retryAfterSeconds: number, code: string, message: string }
    | { __typename: 'VerificationRequired', challengeToken: string, sentTo: string, expiresAt: string, resendAvailableAt: string, rememberMeAllowed: boolean }
   };

export type GiveCodeMutationVariables = Exact<{
  input: VerifyCodeInput;
}>;


export type GiveCodeMutation = { verifyCode:
    | { __typename: 'ChallengeExpiredError', code: string, message: string }
    | { __typename: 'InvalidCodeError', attemptsRemaining: number, code: string, message: string }
    | { __typename: 'LoginSuccess', sessionToken: string | null, trustedDeviceToken: string | null, viewer: { teamMember: { email: string, emailVerified: boolean } } }
    | { __typename: 'RateLimitedError', code: string, message: string }
   };

export type LogOutMutationVariables = Exact<{ [key: string]: never; }>;


export type LogOutMutation = { logout: { __typename: 'LogoutSuccess', ok: boolean } };

export type WhoAmIQueryVariables = Exact<{ [key: string]: never; }>;


export type WhoAmIQuery = { viewer: { teamMember: { email: string } } | null };

export class TypedDocumentString<TResult, TVariables>
  extends String
  implements DocumentTypeDecoration<TResult, TVariables>
{
  __apiType?: NonNullable<DocumentTypeDecoration<TResult, TVariables>['__apiType']>;
  private value: string;
  public __meta__?: Record<string, any> | undefined;

  constructor(value: string, __meta__?: Record<string, any> | undefined) {
    super(value);
    this.value = value;
    this.__meta__ = __meta__;
  }

  override toString(): string & DocumentTypeDecoration<TResult, TVariables> {
    return this.value;
  }
}

export const E2eLoginDocument = new TypedDocumentString(`
    mutation E2eLogin($input: LoginInput!) {
  login(input: $input) {
    __typename
    ... on LoginSuccess {
      sessionToken
      trustedDeviceToken
      viewer {
        teamMember {
          name
        }
      }
    }
    ... on VerificationRequired {
      challengeToken
      sentTo
      rememberMeAllowed
    }
    ... on Error {
      code
      message
    }
  }
}
    `) as unknown as TypedDocumentString<E2eLoginMutation, E2eLoginMutationVariables>;
export const E2eVerifyCodeDocument = new TypedDocumentString(`
    mutation E2eVerifyCode($input: VerifyCodeInput!) {
  verifyCode(input: $input) {
    __typename
    ... on LoginSuccess {
      sessionToken
      trustedDeviceToken
      viewer {
        teamMember {
          name
        }
      }
    }
    ... on InvalidCodeError {
      attemptsRemaining
    }
    ... on Error {
      code
      message
    }
  }
}
    `) as unknown as TypedDocumentString<E2eVerifyCodeMutation, E2eVerifyCodeMutationVariables>;
export const E2eRequestExportDocument = new TypedDocumentString(`
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
    `) as unknown as TypedDocumentString<E2eRequestExportMutation, E2eRequestExportMutationVariables>;
export const E2eExportCompletedDocument = new TypedDocumentString(`
    subscription E2eExportCompleted {
  exportCompleted {
    id
    status
    rowCount
    sha256
    downloadPath
  }
}
    `) as unknown as TypedDocumentString<E2eExportCompletedSubscription, E2eExportCompletedSubscriptionVariables>;
export const E2eNotificationReceivedDocument = new TypedDocumentString(`
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
    `) as unknown as TypedDocumentString<E2eNotificationReceivedSubscription, E2eNotificationReceivedSubscriptionVariables>;
export const E2eExportsDocument = new TypedDocumentString(`
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
    `) as unknown as TypedDocumentString<E2eExportsQuery, E2eExportsQueryVariables>;
export const E2eOneExportDocument = new TypedDocumentString(`
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
    `) as unknown as TypedDocumentString<E2eOneExportQuery, E2eOneExportQueryVariables>;
export const E2eBellDocument = new TypedDocumentString(`
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
    `) as unknown as TypedDocumentString<E2eBellQuery, E2eBellQueryVariables>;
export const E2eInvestorsDocument = new TypedDocumentString(`
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
    `) as unknown as TypedDocumentString<E2eInvestorsQuery, E2eInvestorsQueryVariables>;
export const E2eViewerDocument = new TypedDocumentString(`
    query E2eViewer {
  viewer {
    teamMember {
      email
    }
  }
}
    `) as unknown as TypedDocumentString<E2eViewerQuery, E2eViewerQueryVariables>;
export const E2eLogoutDocument = new TypedDocumentString(`
    mutation E2eLogout {
  logout {
    __typename
  }
}
    `) as unknown as TypedDocumentString<E2eLogoutMutation, E2eLogoutMutationVariables>;
export const ListInvestorsDocument = new TypedDocumentString(`
    query ListInvestors($first: Int, $after: String, $last: Int, $before: String, $search: String) {
  investors(
    first: $first
    after: $after
    last: $last
    before: $before
    search: $search
  ) {
    totalCount
    pageInfo {
      hasNextPage
      hasPreviousPage
      startCursor
      endCursor
    }
    edges {
      cursor
    }
    nodes {
      id
      name
      email
      profileType
      maskedTaxId
      maskedBankAccount
      createdAt
    }
  }
}
    `) as unknown as TypedDocumentString<ListInvestorsQuery, ListInvestorsQueryVariables>;
export const RequestExportDocument = new TypedDocumentString(`
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
    `) as unknown as TypedDocumentString<RequestExportMutation, RequestExportMutationVariables>;
export const ExportCompletedDocument = new TypedDocumentString(`
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
    `) as unknown as TypedDocumentString<ExportCompletedSubscription, ExportCompletedSubscriptionVariables>;
export const NotificationReceivedDocument = new TypedDocumentString(`
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
    `) as unknown as TypedDocumentString<NotificationReceivedSubscription, NotificationReceivedSubscriptionVariables>;
export const SignInDocument = new TypedDocumentString(`
    mutation SignIn($input: LoginInput!) {
  login(input: $input) {
    __typename
    ... on LoginSuccess {
      sessionToken
    }
  }
}
    `) as unknown as TypedDocumentString<SignInMutation, SignInMutationVariables>;
export const AskForExportDocument = new TypedDocumentString(`
    mutation AskForExport($input: RequestExportInput!) {
  requestExport(input: $input) {
    __typename
    ... on RequestExportSuccess {
      export {
        id
        status
        fileName
        downloadPath
      }
    }
    ... on RateLimitedError {
      retryAfterSeconds
    }
    ... on InvalidInputError {
      path
    }
    ... on Error {
      code
      message
    }
  }
}
    `) as unknown as TypedDocumentString<AskForExportMutation, AskForExportMutationVariables>;
export const ListExportsDocument = new TypedDocumentString(`
    query ListExports($first: Int, $after: String, $last: Int, $before: String, $status: [ExportStatus!]) {
  exports(
    first: $first
    after: $after
    last: $last
    before: $before
    status: $status
  ) {
    totalCount
    edges {
      cursor
    }
    nodes {
      id
      kind
      status
      fileName
      rowCount
      byteSize
      sha256
      failureMessage
      downloadCount
      lastDownloadedAt
      downloadPath
      progress {
        rowsDone
        rowsTotal
        percent
      }
    }
  }
}
    `) as unknown as TypedDocumentString<ListExportsQuery, ListExportsQueryVariables>;
export const FindExportDocument = new TypedDocumentString(`
    query FindExport($id: ID!) {
  export(id: $id) {
    id
    fileName
  }
}
    `) as unknown as TypedDocumentString<FindExportQuery, FindExportQueryVariables>;
export const FindNodeDocument = new TypedDocumentString(`
    query FindNode($id: ID!) {
  node(id: $id) {
    __typename
    id
  }
}
    `) as unknown as TypedDocumentString<FindNodeQuery, FindNodeQueryVariables>;
export const ListNotificationsDocument = new TypedDocumentString(`
    query ListNotifications($first: Int, $after: String, $unreadOnly: Boolean) {
  notifications(first: $first, after: $after, unreadOnly: $unreadOnly) {
    totalCount
    unreadCount
    edges {
      cursor
    }
    nodes {
      id
      title
      kind
      export {
        id
      }
    }
  }
}
    `) as unknown as TypedDocumentString<ListNotificationsQuery, ListNotificationsQueryVariables>;
export const ListenForExportsDocument = new TypedDocumentString(`
    subscription ListenForExports {
  exportCompleted {
    id
  }
}
    `) as unknown as TypedDocumentString<ListenForExportsSubscription, ListenForExportsSubscriptionVariables>;
export const ListenToBellDocument = new TypedDocumentString(`
    subscription ListenToBell($after: String) {
  notificationReceived(after: $after) {
    cursor
    unreadCount
    notification {
      id
      title
      export {
        id
      }
    }
  }
}
    `) as unknown as TypedDocumentString<ListenToBellSubscription, ListenToBellSubscriptionVariables>;
export const LogInDocument = new TypedDocumentString(`
    mutation LogIn($input: LoginInput!) {
  login(input: $input) {
    __typename
    ... on LoginSuccess {
      sessionToken
      trustedDeviceToken
      viewer {
        teamMember {
          email
        }
        session {
          current
          userAgent
          ipAddress
        }
      }
    }
    ... on VerificationRequired {
      challengeToken
      sentTo
      expiresAt
      resendAvailableAt
      rememberMeAllowed
    }
    ... on RateLimitedError {
      retryAfterSeconds
    }
    ... on Error {
      code
      message
    }
  }
}
    `) as unknown as TypedDocumentString<LogInMutation, LogInMutationVariables>;
export const GiveCodeDocument = new TypedDocumentString(`
    mutation GiveCode($input: VerifyCodeInput!) {
  verifyCode(input: $input) {
    __typename
    ... on LoginSuccess {
      sessionToken
      trustedDeviceToken
      viewer {
        teamMember {
          email
          emailVerified
        }
      }
    }
    ... on InvalidCodeError {
      attemptsRemaining
    }
    ... on Error {
      code
      message
    }
  }
}
    `) as unknown as TypedDocumentString<GiveCodeMutation, GiveCodeMutationVariables>;
export const LogOutDocument = new TypedDocumentString(`
    mutation LogOut {
  logout {
    __typename
    ... on LogoutSuccess {
      ok
    }
  }
}
    `) as unknown as TypedDocumentString<LogOutMutation, LogOutMutationVariables>;
export const WhoAmIDocument = new TypedDocumentString(`
    query WhoAmI {
  viewer {
    teamMember {
      email
    }
  }
}
    `) as unknown as TypedDocumentString<WhoAmIQuery, WhoAmIQueryVariables>;