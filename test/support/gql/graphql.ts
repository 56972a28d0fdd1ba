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