/* eslint-disable */
/** Internal type. DO NOT USE DIRECTLY. */
type Exact<T extends { [key: string]: unknown }> = { [K in keyof T]: T[K] };
/** Internal type. DO NOT USE DIRECTLY. */
export type Incremental<T> = T | { [P in keyof T]?: P extends ' $fragmentName' | '__typename' ? T[P] : never };
import type { DocumentTypeDecoration } from '@graphql-typed-document-node/core';
/** The token of the link, and a password. */
export type AcceptInvitationInput = {
  /** 12 to 128 characters, spaces included. Common and breached passwords are refused. */
  password: string;
  /** The part of the mailed link after `#`. */
  token: string;
};

/** The export to cancel. */
export type CancelExportInput = {
  /** The export's global id. */
  exportId: string | number;
};

/** The new address, and the password. */
export type ChangeEmailInput = {
  /** Must not be in use. Stored in lower case. */
  newEmail: string;
  /** The viewer's password. */
  password: string;
};

/** The current password and the new one. */
export type ChangePasswordInput = {
  /** The current password. */
  currentPassword: string;
  /** 12 to 128 characters, spaces included. Common and breached passwords are refused. */
  newPassword: string;
};

/** The export to download. */
export type CreateDownloadTicketInput = {
  /** The export's global id. */
  exportId: string | number;
};

/** The member to deactivate. */
export type DeactivateTeamMemberInput = {
  /** The member's global id. */
  teamMemberId: string | number;
};

/** The export to delete. */
export type DeleteExportInput = {
  /** The export's global id. */
  exportId: string | number;
};

/** The rows to export. Default: every row of the account. */
export type ExportFilter = {
  /** Only rows added after this time. A row is an investor; in DISTRIBUTIONS, a distribution. */
  createdAfter?: string | null | undefined;
  /** Only rows added before this time. */
  createdBefore?: string | null | undefined;
  /** Only for DISTRIBUTIONS: rows paid on this day or later, such as 2026-01-01. */
  paidFrom?: string | null | undefined;
  /** Only for DISTRIBUTIONS: rows paid on this day or earlier, such as 2026-03-31. */
  paidTo?: string | null | undefined;
  /** Searches investors like `investors(search:)` with Sensitive Data Access. */
  search?: string | null | undefined;
};

/** The format of an export's file. */
export type ExportFormat =
  /** Comma-separated values, for programs: RFC 4180, UTF-8 without a byte order mark. Cells that a spreadsheet would run as a formula are prefixed with an apostrophe. */
  | 'CSV'
  /** JSON Lines, UTF-8: one object a line. Every value is a string or null. */
  | 'JSONL'
  /** An Excel workbook without formulas. Ids and account numbers are text, amounts are numbers, days are dates. A new sheet begins after 1,048,575 rows. */
  | 'XLSX';

/** What an export holds. */
export type ExportKind =
  /** Names, addresses, full Tax IDs and full bank details. Columns: `external_id`, `name`, `email`, `profile_type`, `address`, `tax_id`, `bank_name`, `bank_account_type`, `bank_routing_number`, `bank_account_number`. Sensitive: `tax_id`, `bank_routing_number`, `bank_account_number`. */
  | 'BANKING_AND_TAX_INFORMATION'
  /** Names and full bank details. Columns: `external_id`, `name`, `email`, `profile_type`, `bank_name`, `bank_account_type`, `bank_routing_number`, `bank_account_number`. Sensitive: `bank_routing_number`, `bank_account_number`. */
  | 'BANKING_INFORMATION'
  /** Payments to investors, one a row, with the full bank details of the investor. Columns: `external_id`, `name`, `email`, `profile_type`, `paid_on`, `amount`, `currency`, `type`, `investment`, `reference`, `bank_name`, `bank_account_type`, `bank_routing_number`, `bank_account_number`. Sensitive: `bank_routing_number`, `bank_account_number`. */
  | 'DISTRIBUTIONS'
  /** Names, addresses and full Tax IDs. Columns: `external_id`, `name`, `email`, `profile_type`, `address`, `tax_id`. Sensitive: `tax_id`. */
  | 'TAX_INFORMATION';

/** The status of an export. */
export type ExportStatus =
  /** The owner stopped it. */
  | 'CANCELED'
  /** The file is ready to download. */
  | 'COMPLETED'
  /** Its time is up, and the file was deleted. */
  | 'EXPIRED'
  /** The file could not be made. `failureMessage` says why and what to do. */
  | 'FAILED'
  /** Waiting or running. There is no file yet. */
  | 'PROCESSING'
  /** Its owner lost Sensitive Data Access, and the file was deleted. */
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

/** The person to invite. */
export type InviteTeamMemberInput = {
  /** Where the invitation goes. The member signs in with it. */
  email: string;
  /** Full name, 1 to 200 characters. */
  name: string;
  /** Their role. */
  role: TeamMemberRole;
};

/** Email and password. */
export type LoginInput = {
  /** Case is ignored. */
  email: string;
  /** Exactly as chosen. Spaces count. */
  password: string;
  /** How this client keeps its session. */
  sessionTransport?: SessionTransport | null | undefined;
  /** For BEARER: the token from `verifyCode`. Browsers send a cookie instead. */
  trustedDeviceToken?: string | null | undefined;
};

/** What a notification is about. */
export type NotificationKind =
  /** An export is ready to download. */
  | 'EXPORT_COMPLETED'
  /** An export failed. */
  | 'EXPORT_FAILED'
  /** Something happened to the member's own sign-in or access. */
  | 'SECURITY';

/** The member to reactivate. */
export type ReactivateTeamMemberInput = {
  /** The member's global id. */
  teamMemberId: string | number;
};

/** The password. */
export type ReauthenticateInput = {
  /** The viewer's password. */
  password: string;
};

/** What to export. */
export type RequestExportInput = {
  /** The rows. Default: every row of the account. */
  filter?: ExportFilter | null | undefined;
  /** The format of the file. */
  format?: ExportFormat | null | undefined;
  /** Makes a retry safe. Within 24 hours, the same key and input return the first export. The same key with other input is an error. */
  idempotencyKey?: string | null | undefined;
  /** What the file holds. */
  kind: ExportKind;
};

/** The person who forgot their password. */
export type RequestPasswordResetInput = {
  /** Case is ignored. */
  email: string;
};

/** The token of the link, and the new password. */
export type ResetPasswordInput = {
  /** 12 to 128 characters, spaces included. Common and breached passwords are refused. */
  newPassword: string;
  /** The part of the mailed link after `#`. */
  token: string;
};

/** How the client keeps its session. */
export type SessionTransport =
  /** For mobile apps and scripts: the response contains the token, for `Authorization: Bearer`. */
  | 'BEARER'
  /** For browsers: the server sets an HttpOnly cookie. The response does not contain the token. */
  | 'COOKIE';

/** The member, and whether they get or lose the access. */
export type SetSensitiveDataAccessInput = {
  /** True grants it, false revokes it. */
  granted: boolean;
  /** The member's global id. */
  teamMemberId: string | number;
};

/** The member, and their new role. */
export type SetTeamMemberRoleInput = {
  /** The new role. */
  role: TeamMemberRole;
  /** The member's global id. */
  teamMemberId: string | number;
};

/** What a team member may do. Access to sensitive data is granted separately. */
export type TeamMemberRole =
  /** Day-to-day administration. */
  | 'ADMIN'
  /** Everything, including granting Sensitive Data Access. */
  | 'SUPER_ADMIN'
  /** Reading only. */
  | 'VIEWER';

/** Whether a team member may sign in. */
export type TeamMemberStatus =
  /** May sign in. */
  | 'ACTIVE'
  /** May not sign in. Members are deactivated, never deleted. */
  | 'DEACTIVATED'
  /** Invited, but has not accepted yet. */
  | 'INVITED';

/** Omitted settings do not change. */
export type UpdateMfaSettingsInput = {
  /** Whether every member enters an emailed code to sign in. */
  enabled?: boolean | null | undefined;
  /** Whether members may skip the code on devices that they trust. */
  rememberMeAllowed?: boolean | null | undefined;
};

/** The emailed code and its challenge. */
export type VerifyCodeInput = {
  /** From VerificationRequired. */
  challengeToken: string;
  /** The six digits. Spaces are ignored. */
  code: string;
  /** Trust this device: skip the code on it for 30 days. */
  rememberMe?: boolean | null | undefined;
};

/** The emailed code. */
export type VerifyEmailInput = {
  /** The six digits of the newest email. Spaces are ignored. */
  code: string;
};

export type AcceptOperatorInvitationMutationVariables = Exact<{
  input: AcceptInvitationInput;
}>;


export type AcceptOperatorInvitationMutation = { acceptInvitation:
    | { __typename: 'AcceptInvitationSuccess', teamMember: { name: string, email: string, role: TeamMemberRole, sensitiveDataAccess: boolean, status: TeamMemberStatus, emailVerified: boolean } }
    | { __typename: 'InvalidTokenError' }
    | { __typename: 'WeakPasswordError' }
   };

export type OperatorBellSubscriptionVariables = Exact<{ [key: string]: never; }>;


export type OperatorBellSubscription = { notificationReceived: { cursor: string } };

export type AuditResendMutationVariables = Exact<{
  challengeToken: string;
}>;


export type AuditResendMutation = { resendCode:
    | { __typename: 'ChallengeExpiredError' }
    | { __typename: 'RateLimitedError' }
    | { __typename: 'VerificationRequired' }
   };

export type AuditReauthenticateMutationVariables = Exact<{
  password: string;
}>;


export type AuditReauthenticateMutation = { reauthenticate:
    | { __typename: 'InvalidCredentialsError' }
    | { __typename: 'RateLimitedError' }
    | { __typename: 'ReauthenticateSuccess' }
   };

export type AuditAccessQueryVariables = Exact<{ [key: string]: never; }>;


export type AuditAccessQuery = { viewer: { session: { id: string }, sessions: Array<{ id: string, current: boolean }>, trustedDevices: Array<{ id: string }> } | null };

export type AuditForgetDeviceMutationVariables = Exact<{
  id: string | number;
}>;


export type AuditForgetDeviceMutation = { revokeTrustedDevice:
    | { __typename: 'NotFoundError' }
    | { __typename: 'RevokeTrustedDeviceSuccess' }
   };

export type AuditEndSessionMutationVariables = Exact<{
  id: string | number;
}>;


export type AuditEndSessionMutation = { revokeSession:
    | { __typename: 'NotFoundError' }
    | { __typename: 'RevokeSessionSuccess' }
   };

export type AuditLogoutMutationVariables = Exact<{ [key: string]: never; }>;


export type AuditLogoutMutation = { logout: { __typename: 'LogoutSuccess' } };

export type AuditResetMutationVariables = Exact<{
  email: string;
}>;


export type AuditResetMutation = { requestPasswordReset:
    | { __typename: 'RateLimitedError' }
    | { __typename: 'RequestPasswordResetSuccess' }
   };

export type AuditChangePasswordMutationVariables = Exact<{
  currentPassword: string;
  newPassword: string;
}>;


export type AuditChangePasswordMutation = { changePassword:
    | { __typename: 'ChangePasswordSuccess' }
    | { __typename: 'InvalidCredentialsError' }
    | { __typename: 'RateLimitedError' }
    | { __typename: 'WeakPasswordError' }
   };

export type FollowBellSubscriptionVariables = Exact<{
  after?: string | null | undefined;
}>;


export type FollowBellSubscription = { notificationReceived: { cursor: string, unreadCount: number, notification: { id: string, title: string, readAt: string | null, export: { id: string, status: ExportStatus } | null } } };

export type MarkReadMutationVariables = Exact<{
  notificationIds: Array<string | number> | string | number;
}>;


export type MarkReadMutation = { markNotificationsRead:
    | { __typename: 'InvalidInputError', path: Array<string>, code: string, message: string }
    | { __typename: 'MarkNotificationsReadSuccess', unreadCount: number, notifications: Array<{ title: string, readAt: string | null }> }
   };

export type MarkAllReadMutationVariables = Exact<{
  upTo: string | number;
}>;


export type MarkAllReadMutation = { markAllNotificationsRead:
    | { __typename: 'MarkAllNotificationsReadSuccess', unreadCount: number }
    | { __typename: 'NotFoundError', code: string, message: string }
   };

export type CreateTicketMutationVariables = Exact<{
  input: CreateDownloadTicketInput;
}>;


export type CreateTicketMutation = { createDownloadTicket:
    | { __typename: 'CreateDownloadTicketSuccess', url: string, expiresAt: string }
    | { __typename: 'NotFoundError', code: string, message: string }
    | { __typename: 'RateLimitedError', retryAfterSeconds: number, code: string, message: string }
    | { __typename: 'SensitiveDataAccessRequiredError', code: string, message: string }
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

export type E2eEndExportsMutationVariables = Exact<{
  cancel: CancelExportInput;
  delete: DeleteExportInput;
}>;


export type E2eEndExportsMutation = { cancelExport:
    | { __typename: 'CancelExportSuccess' }
    | { __typename: 'NotFoundError' }
  , deleteExport:
    | { __typename: 'DeleteExportSuccess' }
    | { __typename: 'NotFoundError' }
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
    | { id: string }
   | null };

export type E2eBellQueryVariables = Exact<{ [key: string]: never; }>;


export type E2eBellQuery = { notifications: { totalCount: number, unreadCount: number, nodes: Array<{ kind: NotificationKind, title: string }> } };

export type E2eInvestorsQueryVariables = Exact<{
  search?: string | null | undefined;
}>;


export type E2eInvestorsQuery = { investors: { totalCount: number, nodes: Array<{ name: string, maskedTaxId: string | null, maskedBankAccount: string | null }> } };

export type FollowExportSubscriptionVariables = Exact<{
  id: string | number;
}>;


export type FollowExportSubscription = { exportProgress: { status: ExportStatus, downloadPath: string | null, progress: { rowsDone: number, rowsTotal: number | null, percent: number | null } } };

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
    | { __typename: 'TrustedDevice', id: string }
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

export type ReadMfaQueryVariables = Exact<{ [key: string]: never; }>;


export type ReadMfaQuery = { viewer: { account: { mfaSettings: { enabled: boolean, rememberMeAllowed: boolean, rememberMeDays: number, updatedAt: string | null, unverifiedTeamMembers: Array<{ email: string }>, updatedBy: { email: string } | null }, teamMembers: { nodes: Array<{ name: string }> } } } | null };

export type UpdateMfaAnonymouslyMutationVariables = Exact<{ [key: string]: never; }>;


export type UpdateMfaAnonymouslyMutation = { updateMfaSettings:
    | { __typename: 'ReauthenticationRequiredError' }
    | { __typename: 'SensitiveDataAccessRequiredError' }
    | { __typename: 'UnverifiedTeamMembersError' }
    | { __typename: 'UpdateMfaSettingsSuccess' }
   };

export type NotMeBellSubscriptionVariables = Exact<{ [key: string]: never; }>;


export type NotMeBellSubscription = { notificationReceived: { cursor: string } };

export type StillSignedInQueryVariables = Exact<{ [key: string]: never; }>;


export type StillSignedInQuery = { viewer: { session: { id: string } } | null };

export type SendVerificationMutationVariables = Exact<{ [key: string]: never; }>;


export type SendVerificationMutation = { sendEmailVerification:
    | { __typename: 'EmailAlreadyVerifiedError', code: string, message: string }
    | { __typename: 'RateLimitedError', retryAfterSeconds: number, code: string, message: string }
    | { __typename: 'SendEmailVerificationSuccess', sentTo: string, expiresAt: string, resendAvailableAt: string }
   };

export type VerifyEmailMutationVariables = Exact<{
  input: VerifyEmailInput;
}>;


export type VerifyEmailMutation = { verifyEmail:
    | { __typename: 'ChallengeExpiredError', code: string, message: string }
    | { __typename: 'InvalidCodeError', attemptsRemaining: number, code: string, message: string }
    | { __typename: 'RateLimitedError', retryAfterSeconds: number, code: string, message: string }
    | { __typename: 'VerifyEmailSuccess', teamMember: { email: string, emailVerified: boolean } }
   };

export type ChangeEmailMutationVariables = Exact<{
  input: ChangeEmailInput;
}>;


export type ChangeEmailMutation = { changeEmail:
    | { __typename: 'ChangeEmailSuccess', pendingEmail: string, expiresAt: string, resendAvailableAt: string }
    | { __typename: 'InvalidCredentialsError', code: string, message: string }
    | { __typename: 'InvalidInputError', path: Array<string>, code: string, message: string }
    | { __typename: 'RateLimitedError', retryAfterSeconds: number, code: string, message: string }
   };

export type ChangePasswordMutationVariables = Exact<{
  input: ChangePasswordInput;
}>;


export type ChangePasswordMutation = { changePassword:
    | { __typename: 'ChangePasswordSuccess', ok: boolean }
    | { __typename: 'InvalidCredentialsError', code: string, message: string }
    | { __typename: 'RateLimitedError', retryAfterSeconds: number, code: string, message: string }
    | { __typename: 'WeakPasswordError', code: string, message: string }
   };

export type RequestPasswordResetMutationVariables = Exact<{
  input: RequestPasswordResetInput;
}>;


export type RequestPasswordResetMutation = { requestPasswordReset:
    | { __typename: 'RateLimitedError', retryAfterSeconds: number, code: string, message: string }
    | { __typename: 'RequestPasswordResetSuccess', ok: boolean }
   };

export type ResetPasswordMutationVariables = Exact<{
  input: ResetPasswordInput;
}>;


export type ResetPasswordMutation = { resetPassword:
    | { __typename: 'InvalidTokenError', code: string, message: string }
    | { __typename: 'RateLimitedError', retryAfterSeconds: number, code: string, message: string }
    | { __typename: 'ResetPasswordSuccess', ok: boolean }
    | { __typename: 'WeakPasswordError', code: string, message: string }
   };

export type ReauthenticateMutationVariables = Exact<{
  input: ReauthenticateInput;
}>;


export type ReauthenticateMutation = { reauthenticate:
    | { __typename: 'InvalidCredentialsError', code: string, message: string }
    | { __typename: 'RateLimitedError', retryAfterSeconds: number, code: string, message: string }
    | { __typename: 'ReauthenticateSuccess', authenticatedUntil: string }
   };

export type MyProfileQueryVariables = Exact<{ [key: string]: never; }>;


export type MyProfileQuery = { viewer: { pendingEmail: string | null, teamMember: { email: string, emailVerified: boolean } } | null };

export type CurrentDevicesQueryVariables = Exact<{ [key: string]: never; }>;


export type CurrentDevicesQuery = { viewer: { trustedDevices: Array<{ current: boolean }> } | null };

export type ResendCodeMutationVariables = Exact<{
  challengeToken: string;
}>;


export type ResendCodeMutation = { resendCode:
    | { __typename: 'ChallengeExpiredError', code: string }
    | { __typename: 'RateLimitedError', retryAfterSeconds: number, message: string }
    | { __typename: 'VerificationRequired', challengeToken: string, sentTo: string, rememberMeAllowed: boolean }
   };

export type SignOutElsewhereMutationVariables = Exact<{ [key: string]: never; }>;


export type SignOutElsewhereMutation = { revokeOtherSessions: { __typename: 'RevokeOtherSessionsSuccess' } };

export type MySessionsQueryVariables = Exact<{ [key: string]: never; }>;


export type MySessionsQuery = { viewer: { session: { id: string }, sessions: Array<{ id: string, current: boolean, userAgent: string | null, ipAddress: string | null, createdAt: string, lastSeenAt: string, expiresAt: string }> } | null };

export type WhoIsSignedInQueryVariables = Exact<{ [key: string]: never; }>;


export type WhoIsSignedInQuery = { viewer: { teamMember: { email: string } } | null };

export type RevokeSessionMutationVariables = Exact<{
  id: string | number;
}>;


export type RevokeSessionMutation = { revokeSession:
    | { __typename: 'NotFoundError', code: string, message: string }
    | { __typename: 'RevokeSessionSuccess', revokedSessionId: string }
   };

export type RevokeOtherSessionsMutationVariables = Exact<{ [key: string]: never; }>;


export type RevokeOtherSessionsMutation = { revokeOtherSessions: { __typename: 'RevokeOtherSessionsSuccess', revokedCount: number } };

export type SessionNodeQueryVariables = Exact<{
  id: string | number;
}>;


export type SessionNodeQuery = { node:
    | { __typename: 'Account', id: string }
    | { __typename: 'Export', id: string }
    | { __typename: 'Investor', id: string }
    | { __typename: 'Notification', id: string }
    | { __typename: 'Session', id: string }
    | { __typename: 'TeamMember', id: string }
    | { __typename: 'TrustedDevice', id: string }
   | null };

export type SessionBellSubscriptionVariables = Exact<{ [key: string]: never; }>;


export type SessionBellSubscription = { notificationReceived: { cursor: string } };

export type LogInMutationVariables = Exact<{
  input: LoginInput;
}>;


export type LogInMutation = { login:
    | { __typename: 'InvalidCredentialsError', code: string, message: string }
    | { __typename: 'LoginSuccess', sessionToken: string | null, trustedDeviceToken: string | null, viewer: { teamMember: { email: string }, session: { current: boolean, userAgent: string | null, ipAddress: string | null } } }
    | { __typename: 'RateLimitedError', retryAfterSeconds: number, code: string, message: string }
    | { __typename: 'VerificationRequired', challengeToken: string, sentTo: string, expiresAt: string, resendAvailableAt: string, rememberMeAllowed: boolean, rememberMeDays: number }
   };

export type GiveCodeMutationVariables = Exact<{
  input: VerifyCodeInput;
}>;


export type GiveCodeMutation = { verifyCode:
    | { __typename: 'ChallengeExpiredError', code: string, message: string }
    | { __typename: 'InvalidCodeError', attemptsRemaining: number, code: string, message: string }
    | { __typename: 'LoginSuccess', sessionToken: string | null, trustedDeviceToken: string | null, viewer: { teamMember: { email: string, emailVerified: boolean } } }
    | { __typename: 'RateLimitedError', retryAfterSeconds: number, code: string, message: string }
   };

export type LogOutMutationVariables = Exact<{ [key: string]: never; }>;


export type LogOutMutation = { logout: { __typename: 'LogoutSuccess', ok: boolean } };

export type WhoAmIQueryVariables = Exact<{ [key: string]: never; }>;


export type WhoAmIQuery = { viewer: { teamMember: { email: string } } | null };

export type TeamQueryVariables = Exact<{
  first?: number | null | undefined;
  after?: string | null | undefined;
  last?: number | null | undefined;
  before?: string | null | undefined;
}>;


export type TeamQuery = { viewer: { account: { name: string, teamMembers: { totalCount: number, pageInfo: { hasNextPage: boolean, hasPreviousPage: boolean, startCursor: string | null, endCursor: string | null }, edges: Array<{ cursor: string }>, nodes: Array<{ name: string, email: string, emailVerified: boolean, role: TeamMemberRole, sensitiveDataAccess: boolean, status: TeamMemberStatus }> }, mfaSettings: { unverifiedTeamMembers: Array<{ name: string }> } } } | null };

export type NodeOfQueryVariables = Exact<{
  id: string | number;
}>;


export type NodeOfQuery = { node:
    | { __typename: 'Account', id: string }
    | { __typename: 'Export', id: string }
    | { __typename: 'Investor', id: string }
    | { __typename: 'Notification', id: string }
    | { __typename: 'Session', id: string }
    | { __typename: 'TeamMember', id: string }
    | { __typename: 'TrustedDevice', id: string }
   | null };

export type TeamBellSubscriptionVariables = Exact<{ [key: string]: never; }>;


export type TeamBellSubscription = { notificationReceived: { cursor: string } };

export type UpdateMfaMutationVariables = Exact<{
  input: UpdateMfaSettingsInput;
}>;


export type UpdateMfaMutation = { updateMfaSettings:
    | { __typename: 'ReauthenticationRequiredError', code: string, message: string }
    | { __typename: 'SensitiveDataAccessRequiredError', code: string, message: string }
    | { __typename: 'UnverifiedTeamMembersError', code: string, message: string, teamMembers: Array<{ name: string, email: string }> }
    | { __typename: 'UpdateMfaSettingsSuccess', account: { mfaSettings: { enabled: boolean, rememberMeAllowed: boolean } } }
   };

export type InviteMutationVariables = Exact<{
  input: InviteTeamMemberInput;
}>;


export type InviteMutation = { inviteTeamMember:
    | { __typename: 'ForbiddenError', code: string, message: string }
    | { __typename: 'InvalidInputError', path: Array<string>, code: string, message: string }
    | { __typename: 'InviteTeamMemberSuccess', teamMember: { id: string, name: string, email: string, emailVerified: boolean, role: TeamMemberRole, sensitiveDataAccess: boolean, status: TeamMemberStatus } }
    | { __typename: 'RateLimitedError', retryAfterSeconds: number, code: string, message: string }
    | { __typename: 'ReauthenticationRequiredError', code: string, message: string }
   };

export type AcceptMutationVariables = Exact<{
  input: AcceptInvitationInput;
}>;


export type AcceptMutation = { acceptInvitation:
    | { __typename: 'AcceptInvitationSuccess', teamMember: { name: string, email: string, emailVerified: boolean, status: TeamMemberStatus } }
    | { __typename: 'InvalidTokenError', code: string, message: string }
    | { __typename: 'WeakPasswordError', code: string, message: string }
   };

export type SetAccessMutationVariables = Exact<{
  input: SetSensitiveDataAccessInput;
}>;


export type SetAccessMutation = { setSensitiveDataAccess:
    | { __typename: 'ForbiddenError', code: string, message: string }
    | { __typename: 'LastSensitiveDataAccessError', code: string, message: string }
    | { __typename: 'NotFoundError', code: string, message: string }
    | { __typename: 'ReauthenticationRequiredError', code: string, message: string }
    | { __typename: 'SetSensitiveDataAccessSuccess', teamMember: { email: string, sensitiveDataAccess: boolean } }
   };

export type DeactivateMutationVariables = Exact<{
  input: DeactivateTeamMemberInput;
}>;


export type DeactivateMutation = { deactivateTeamMember:
    | { __typename: 'DeactivateTeamMemberSuccess', teamMember: { email: string, status: TeamMemberStatus, sensitiveDataAccess: boolean } }
    | { __typename: 'ForbiddenError', code: string, message: string }
    | { __typename: 'LastSensitiveDataAccessError', code: string, message: string }
    | { __typename: 'NotFoundError', code: string, message: string }
   };

export type ReactivateMutationVariables = Exact<{
  input: ReactivateTeamMemberInput;
}>;


export type ReactivateMutation = { reactivateTeamMember:
    | { __typename: 'ForbiddenError', code: string, message: string }
    | { __typename: 'NotFoundError', code: string, message: string }
    | { __typename: 'RateLimitedError', code: string, message: string }
    | { __typename: 'ReactivateTeamMemberSuccess', teamMember: { email: string, status: TeamMemberStatus, sensitiveDataAccess: boolean } }
    | { __typename: 'UnverifiedTeamMembersError', code: string, message: string, teamMembers: Array<{ email: string }> }
   };

export type SetRoleMutationVariables = Exact<{
  input: SetTeamMemberRoleInput;
}>;


export type SetRoleMutation = { setTeamMemberRole:
    | { __typename: 'ForbiddenError', code: string, message: string }
    | { __typename: 'LastSensitiveDataAccessError', code: string, message: string }
    | { __typename: 'NotFoundError', code: string, message: string }
    | { __typename: 'ReauthenticationRequiredError', code: string, message: string }
    | { __typename: 'SetTeamMemberRoleSuccess', teamMember: { email: string, role: TeamMemberRole, sensitiveDataAccess: boolean } }
   };

export type MyDevicesQueryVariables = Exact<{ [key: string]: never; }>;


export type MyDevicesQuery = { viewer: { trustedDevices: Array<{ id: string, current: boolean, userAgent: string | null, createdAt: string, lastUsedAt: string, expiresAt: string }> } | null };

export type RevokeTrustedDeviceMutationVariables = Exact<{
  id: string | number;
}>;


export type RevokeTrustedDeviceMutation = { revokeTrustedDevice:
    | { __typename: 'NotFoundError', code: string, message: string }
    | { __typename: 'RevokeTrustedDeviceSuccess', revokedTrustedDeviceId: string }
   };

export type DeviceNodeQueryVariables = Exact<{
  id: string | number;
}>;


export type DeviceNodeQuery = { node:
    | { __typename: 'Account' }
    | { __typename: 'Export' }
    | { __typename: 'Investor' }
    | { __typename: 'Notification' }
    | { __typename: 'Session' }
    | { __typename: 'TeamMember' }
    | { __typename: 'TrustedDevice' }
   | null };

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

export const AcceptOperatorInvitationDocument = new TypedDocumentString(`
    mutation AcceptOperatorInvitation($input: AcceptInvitationInput!) {
  acceptInvitation(input: $input) {
    __typename
    ... on AcceptInvitationSuccess {
      teamMember {
        name
        email
        role
        sensitiveDataAccess
        status
        emailVerified
      }
    }
  }
}
    `) as unknown as TypedDocumentString<AcceptOperatorInvitationMutation, AcceptOperatorInvitationMutationVariables>;
export const OperatorBellDocument = new TypedDocumentString(`
    subscription OperatorBell {
  notificationReceived {
    cursor
  }
}
    `) as unknown as TypedDocumentString<OperatorBellSubscription, OperatorBellSubscriptionVariables>;
export const AuditResendDocument = new TypedDocumentString(`
    mutation AuditResend($challengeToken: String!) {
  resendCode(input: {challengeToken: $challengeToken}) {
    __typename
  }
}
    `) as unknown as TypedDocumentString<AuditResendMutation, AuditResendMutationVariables>;
export const AuditReauthenticateDocument = new TypedDocumentString(`
    mutation AuditReauthenticate($password: String!) {
  reauthenticate(input: {password: $password}) {
    __typename
  }
}
    `) as unknown as TypedDocumentString<AuditReauthenticateMutation, AuditReauthenticateMutationVariables>;
export const AuditAccessDocument = new TypedDocumentString(`
    query AuditAccess {
  viewer {
    session {
      id
    }
    sessions {
      id
      current
    }
    trustedDevices {
      id
    }
  }
}
    `) as unknown as TypedDocumentString<AuditAccessQuery, AuditAccessQueryVariables>;
export const AuditForgetDeviceDocument = new TypedDocumentString(`
    mutation AuditForgetDevice($id: ID!) {
  revokeTrustedDevice(input: {trustedDeviceId: $id}) {
    __typename
  }
}
    `) as unknown as TypedDocumentString<AuditForgetDeviceMutation, AuditForgetDeviceMutationVariables>;
export const AuditEndSessionDocument = new TypedDocumentString(`
    mutation AuditEndSession($id: ID!) {
  revokeSession(input: {sessionId: $id}) {
    __typename
  }
}
    `) as unknown as TypedDocumentString<AuditEndSessionMutation, AuditEndSessionMutationVariables>;
export const AuditLogoutDocument = new TypedDocumentString(`
    mutation AuditLogout {
  logout {
    __typename
  }
}
    `) as unknown as TypedDocumentString<AuditLogoutMutation, AuditLogoutMutationVariables>;
export const AuditResetDocument = new TypedDocumentString(`
    mutation AuditReset($email: String!) {
  requestPasswordReset(input: {email: $email}) {
    __typename
  }
}
    `) as unknown as TypedDocumentString<AuditResetMutation, AuditResetMutationVariables>;
export const AuditChangePasswordDocument = new TypedDocumentString(`
    mutation AuditChangePassword($currentPassword: String!, $newPassword: String!) {
  changePassword(
    input: {currentPassword: $currentPassword, newPassword: $newPassword}
  ) {
    __typename
  }
}
    `) as unknown as TypedDocumentString<AuditChangePasswordMutation, AuditChangePasswordMutationVariables>;
export const FollowBellDocument = new TypedDocumentString(`
    subscription FollowBell($after: String) {
  notificationReceived(after: $after) {
    cursor
    unreadCount
    notification {
      id
      title
      readAt
      export {
        id
        status
      }
    }
  }
}
    `) as unknown as TypedDocumentString<FollowBellSubscription, FollowBellSubscriptionVariables>;
export const MarkReadDocument = new TypedDocumentString(`
    mutation MarkRead($notificationIds: [ID!]!) {
  markNotificationsRead(input: {notificationIds: $notificationIds}) {
    __typename
    ... on MarkNotificationsReadSuccess {
      unreadCount
      notifications {
        title
        readAt
      }
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
    `) as unknown as TypedDocumentString<MarkReadMutation, MarkReadMutationVariables>;
export const MarkAllReadDocument = new TypedDocumentString(`
    mutation MarkAllRead($upTo: ID!) {
  markAllNotificationsRead(input: {upTo: $upTo}) {
    __typename
    ... on MarkAllNotificationsReadSuccess {
      unreadCount
    }
    ... on Error {
      code
      message
    }
  }
}
    `) as unknown as TypedDocumentString<MarkAllReadMutation, MarkAllReadMutationVariables>;
export const CreateTicketDocument = new TypedDocumentString(`
    mutation CreateTicket($input: CreateDownloadTicketInput!) {
  createDownloadTicket(input: $input) {
    __typename
    ... on CreateDownloadTicketSuccess {
      url
      expiresAt
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
    `) as unknown as TypedDocumentString<CreateTicketMutation, CreateTicketMutationVariables>;
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
export const E2eEndExportsDocument = new TypedDocumentString(`
    mutation E2eEndExports($cancel: CancelExportInput!, $delete: DeleteExportInput!) {
  cancelExport(input: $cancel) {
    __typename
  }
  deleteExport(input: $delete) {
    __typename
  }
}
    `) as unknown as TypedDocumentString<E2eEndExportsMutation, E2eEndExportsMutationVariables>;
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
export const FollowExportDocument = new TypedDocumentString(`
    subscription FollowExport($id: ID!) {
  exportProgress(id: $id) {
    status
    downloadPath
    progress {
      rowsDone
      rowsTotal
      percent
    }
  }
}
    `) as unknown as TypedDocumentString<FollowExportSubscription, FollowExportSubscriptionVariables>;
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
export const ReadMfaDocument = new TypedDocumentString(`
    query ReadMfa {
  viewer {
    account {
      mfaSettings {
        enabled
        rememberMeAllowed
        rememberMeDays
        unverifiedTeamMembers {
          email
        }
        updatedAt
        updatedBy {
          email
        }
      }
      teamMembers(first: 1) {
        nodes {
          name
        }
      }
    }
  }
}
    `) as unknown as TypedDocumentString<ReadMfaQuery, ReadMfaQueryVariables>;
export const UpdateMfaAnonymouslyDocument = new TypedDocumentString(`
    mutation UpdateMfaAnonymously {
  updateMfaSettings(input: {enabled: true}) {
    __typename
  }
}
    `) as unknown as TypedDocumentString<UpdateMfaAnonymouslyMutation, UpdateMfaAnonymouslyMutationVariables>;
export const NotMeBellDocument = new TypedDocumentString(`
    subscription NotMeBell {
  notificationReceived {
    cursor
  }
}
    `) as unknown as TypedDocumentString<NotMeBellSubscription, NotMeBellSubscriptionVariables>;
export const StillSignedInDocument = new TypedDocumentString(`
    query StillSignedIn {
  viewer {
    session {
      id
    }
  }
}
    `) as unknown as TypedDocumentString<StillSignedInQuery, StillSignedInQueryVariables>;
export const SendVerificationDocument = new TypedDocumentString(`
    mutation SendVerification {
  sendEmailVerification {
    __typename
    ... on SendEmailVerificationSuccess {
      sentTo
      expiresAt
      resendAvailableAt
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
    `) as unknown as TypedDocumentString<SendVerificationMutation, SendVerificationMutationVariables>;
export const VerifyEmailDocument = new TypedDocumentString(`
    mutation VerifyEmail($input: VerifyEmailInput!) {
  verifyEmail(input: $input) {
    __typename
    ... on VerifyEmailSuccess {
      teamMember {
        email
        emailVerified
      }
    }
    ... on InvalidCodeError {
      attemptsRemaining
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
    `) as unknown as TypedDocumentString<VerifyEmailMutation, VerifyEmailMutationVariables>;
export const ChangeEmailDocument = new TypedDocumentString(`
    mutation ChangeEmail($input: ChangeEmailInput!) {
  changeEmail(input: $input) {
    __typename
    ... on ChangeEmailSuccess {
      pendingEmail
      expiresAt
      resendAvailableAt
    }
    ... on InvalidInputError {
      path
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
    `) as unknown as TypedDocumentString<ChangeEmailMutation, ChangeEmailMutationVariables>;
export const ChangePasswordDocument = new TypedDocumentString(`
    mutation ChangePassword($input: ChangePasswordInput!) {
  changePassword(input: $input) {
    __typename
    ... on ChangePasswordSuccess {
      ok
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
    `) as unknown as TypedDocumentString<ChangePasswordMutation, ChangePasswordMutationVariables>;
export const RequestPasswordResetDocument = new TypedDocumentString(`
    mutation RequestPasswordReset($input: RequestPasswordResetInput!) {
  requestPasswordReset(input: $input) {
    __typename
    ... on RequestPasswordResetSuccess {
      ok
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
    `) as unknown as TypedDocumentString<RequestPasswordResetMutation, RequestPasswordResetMutationVariables>;
export const ResetPasswordDocument = new TypedDocumentString(`
    mutation ResetPassword($input: ResetPasswordInput!) {
  resetPassword(input: $input) {
    __typename
    ... on ResetPasswordSuccess {
      ok
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
    `) as unknown as TypedDocumentString<ResetPasswordMutation, ResetPasswordMutationVariables>;
export const ReauthenticateDocument = new TypedDocumentString(`
    mutation Reauthenticate($input: ReauthenticateInput!) {
  reauthenticate(input: $input) {
    __typename
    ... on ReauthenticateSuccess {
      authenticatedUntil
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
    `) as unknown as TypedDocumentString<ReauthenticateMutation, ReauthenticateMutationVariables>;
export const MyProfileDocument = new TypedDocumentString(`
    query MyProfile {
  viewer {
    pendingEmail
    teamMember {
      email
      emailVerified
    }
  }
}
    `) as unknown as TypedDocumentString<MyProfileQuery, MyProfileQueryVariables>;
export const CurrentDevicesDocument = new TypedDocumentString(`
    query CurrentDevices {
  viewer {
    trustedDevices {
      current
    }
  }
}
    `) as unknown as TypedDocumentString<CurrentDevicesQuery, CurrentDevicesQueryVariables>;
export const ResendCodeDocument = new TypedDocumentString(`
    mutation ResendCode($challengeToken: String!) {
  resendCode(input: {challengeToken: $challengeToken}) {
    __typename
    ... on VerificationRequired {
      challengeToken
      sentTo
      rememberMeAllowed
    }
    ... on RateLimitedError {
      retryAfterSeconds
      message
    }
    ... on ChallengeExpiredError {
      code
    }
  }
}
    `) as unknown as TypedDocumentString<ResendCodeMutation, ResendCodeMutationVariables>;
export const SignOutElsewhereDocument = new TypedDocumentString(`
    mutation SignOutElsewhere {
  revokeOtherSessions {
    __typename
  }
}
    `) as unknown as TypedDocumentString<SignOutElsewhereMutation, SignOutElsewhereMutationVariables>;
export const MySessionsDocument = new TypedDocumentString(`
    query MySessions {
  viewer {
    session {
      id
    }
    sessions {
      id
      current
      userAgent
      ipAddress
      createdAt
      lastSeenAt
      expiresAt
    }
  }
}
    `) as unknown as TypedDocumentString<MySessionsQuery, MySessionsQueryVariables>;
export const WhoIsSignedInDocument = new TypedDocumentString(`
    query WhoIsSignedIn {
  viewer {
    teamMember {
      email
    }
  }
}
    `) as unknown as TypedDocumentString<WhoIsSignedInQuery, WhoIsSignedInQueryVariables>;
export const RevokeSessionDocument = new TypedDocumentString(`
    mutation RevokeSession($id: ID!) {
  revokeSession(input: {sessionId: $id}) {
    __typename
    ... on RevokeSessionSuccess {
      revokedSessionId
    }
    ... on NotFoundError {
      code
      message
    }
  }
}
    `) as unknown as TypedDocumentString<RevokeSessionMutation, RevokeSessionMutationVariables>;
export const RevokeOtherSessionsDocument = new TypedDocumentString(`
    mutation RevokeOtherSessions {
  revokeOtherSessions {
    __typename
    ... on RevokeOtherSessionsSuccess {
      revokedCount
    }
  }
}
    `) as unknown as TypedDocumentString<RevokeOtherSessionsMutation, RevokeOtherSessionsMutationVariables>;
export const SessionNodeDocument = new TypedDocumentString(`
    query SessionNode($id: ID!) {
  node(id: $id) {
    __typename
    id
  }
}
    `) as unknown as TypedDocumentString<SessionNodeQuery, SessionNodeQueryVariables>;
export const SessionBellDocument = new TypedDocumentString(`
    subscription SessionBell {
  notificationReceived {
    cursor
  }
}
    `) as unknown as TypedDocumentString<SessionBellSubscription, SessionBellSubscriptionVariables>;
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
      rememberMeDays
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
    ... on RateLimitedError {
      retryAfterSeconds
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
export const TeamDocument = new TypedDocumentString(`
    query Team($first: Int, $after: String, $last: Int, $before: String) {
  viewer {
    account {
      name
      teamMembers(first: $first, after: $after, last: $last, before: $before) {
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
          name
          email
          emailVerified
          role
          sensitiveDataAccess
          status
        }
      }
      mfaSettings {
        unverifiedTeamMembers {
          name
        }
      }
    }
  }
}
    `) as unknown as TypedDocumentString<TeamQuery, TeamQueryVariables>;
export const NodeOfDocument = new TypedDocumentString(`
    query NodeOf($id: ID!) {
  node(id: $id) {
    __typename
    id
  }
}
    `) as unknown as TypedDocumentString<NodeOfQuery, NodeOfQueryVariables>;
export const TeamBellDocument = new TypedDocumentString(`
    subscription TeamBell {
  notificationReceived {
    cursor
  }
}
    `) as unknown as TypedDocumentString<TeamBellSubscription, TeamBellSubscriptionVariables>;
export const UpdateMfaDocument = new TypedDocumentString(`
    mutation UpdateMfa($input: UpdateMfaSettingsInput!) {
  updateMfaSettings(input: $input) {
    __typename
    ... on UpdateMfaSettingsSuccess {
      account {
        mfaSettings {
          enabled
          rememberMeAllowed
        }
      }
    }
    ... on UnverifiedTeamMembersError {
      teamMembers {
        name
        email
      }
    }
    ... on Error {
      code
      message
    }
  }
}
    `) as unknown as TypedDocumentString<UpdateMfaMutation, UpdateMfaMutationVariables>;
export const InviteDocument = new TypedDocumentString(`
    mutation Invite($input: InviteTeamMemberInput!) {
  inviteTeamMember(input: $input) {
    __typename
    ... on InviteTeamMemberSuccess {
      teamMember {
        id
        name
        email
        emailVerified
        role
        sensitiveDataAccess
        status
      }
    }
    ... on InvalidInputError {
      path
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
    `) as unknown as TypedDocumentString<InviteMutation, InviteMutationVariables>;
export const AcceptDocument = new TypedDocumentString(`
    mutation Accept($input: AcceptInvitationInput!) {
  acceptInvitation(input: $input) {
    __typename
    ... on AcceptInvitationSuccess {
      teamMember {
        name
        email
        emailVerified
        status
      }
    }
    ... on Error {
      code
      message
    }
  }
}
    `) as unknown as TypedDocumentString<AcceptMutation, AcceptMutationVariables>;
export const SetAccessDocument = new TypedDocumentString(`
    mutation SetAccess($input: SetSensitiveDataAccessInput!) {
  setSensitiveDataAccess(input: $input) {
    __typename
    ... on SetSensitiveDataAccessSuccess {
      teamMember {
        email
        sensitiveDataAccess
      }
    }
    ... on Error {
      code
      message
    }
  }
}
    `) as unknown as TypedDocumentString<SetAccessMutation, SetAccessMutationVariables>;
export const DeactivateDocument = new TypedDocumentString(`
    mutation Deactivate($input: DeactivateTeamMemberInput!) {
  deactivateTeamMember(input: $input) {
    __typename
    ... on DeactivateTeamMemberSuccess {
      teamMember {
        email
        status
        sensitiveDataAccess
      }
    }
    ... on Error {
      code
      message
    }
  }
}
    `) as unknown as TypedDocumentString<DeactivateMutation, DeactivateMutationVariables>;
export const ReactivateDocument = new TypedDocumentString(`
    mutation Reactivate($input: ReactivateTeamMemberInput!) {
  reactivateTeamMember(input: $input) {
    __typename
    ... on ReactivateTeamMemberSuccess {
      teamMember {
        email
        status
        sensitiveDataAccess
      }
    }
    ... on UnverifiedTeamMembersError {
      teamMembers {
        email
      }
    }
    ... on Error {
      code
      message
    }
  }
}
    `) as unknown as TypedDocumentString<ReactivateMutation, ReactivateMutationVariables>;
export const SetRoleDocument = new TypedDocumentString(`
    mutation SetRole($input: SetTeamMemberRoleInput!) {
  setTeamMemberRole(input: $input) {
    __typename
    ... on SetTeamMemberRoleSuccess {
      teamMember {
        email
        role
        sensitiveDataAccess
      }
    }
    ... on Error {
      code
      message
    }
  }
}
    `) as unknown as TypedDocumentString<SetRoleMutation, SetRoleMutationVariables>;
export const MyDevicesDocument = new TypedDocumentString(`
    query MyDevices {
  viewer {
    trustedDevices {
      id
      current
      userAgent
      createdAt
      lastUsedAt
      expiresAt
    }
  }
}
    `) as unknown as TypedDocumentString<MyDevicesQuery, MyDevicesQueryVariables>;
export const RevokeTrustedDeviceDocument = new TypedDocumentString(`
    mutation RevokeTrustedDevice($id: ID!) {
  revokeTrustedDevice(input: {trustedDeviceId: $id}) {
    __typename
    ... on RevokeTrustedDeviceSuccess {
      revokedTrustedDeviceId
    }
    ... on NotFoundError {
      code
      message
    }
  }
}
    `) as unknown as TypedDocumentString<RevokeTrustedDeviceMutation, RevokeTrustedDeviceMutationVariables>;
export const DeviceNodeDocument = new TypedDocumentString(`
    query DeviceNode($id: ID!) {
  node(id: $id) {
    __typename
  }
}
    `) as unknown as TypedDocumentString<DeviceNodeQuery, DeviceNodeQueryVariables>;