/* eslint-disable */
import * as types from './graphql.ts';



/**
 * Map of all GraphQL operations in the project.
 *
 * This map has several performance disadvantages:
 * 1. It is not tree-shakeable, so it will include all operations in the project.
 * 2. It is not minifiable, so the string of a GraphQL query will be multiple times inside the bundle.
 * 3. It does not support dead code elimination, so it will add unused operations.
 *
 * Therefore it is highly recommended to use the babel or swc plugin for production.
 * Learn more about it here: https://the-guild.dev/graphql/codegen/plugins/presets/preset-client#reducing-bundle-size
 */
type Documents = {
    "\n  mutation E2eRequestExport($input: RequestExportInput!) {\n    requestExport(input: $input) {\n      __typename\n      ... on RequestExportSuccess {\n        export {\n          id\n          status\n          fileName\n        }\n      }\n      ... on Error {\n        code\n        message\n      }\n    }\n  }\n": typeof types.E2eRequestExportDocument,
    "\n  mutation E2eEndExports($cancel: CancelExportInput!, $delete: DeleteExportInput!) {\n    cancelExport(input: $cancel) {\n      __typename\n    }\n    deleteExport(input: $delete) {\n      __typename\n    }\n  }\n": typeof types.E2eEndExportsDocument,
    "\n  subscription E2eExportCompleted {\n    exportCompleted {\n      id\n      status\n      rowCount\n      sha256\n      downloadPath\n    }\n  }\n": typeof types.E2eExportCompletedDocument,
    "\n  subscription E2eNotificationReceived {\n    notificationReceived {\n      unreadCount\n      notification {\n        kind\n        title\n        body\n        export {\n          id\n          downloadPath\n        }\n      }\n    }\n  }\n": typeof types.E2eNotificationReceivedDocument,
    "\n  query E2eExports {\n    exports {\n      totalCount\n      nodes {\n        id\n        status\n        rowCount\n        downloadPath\n      }\n    }\n  }\n": typeof types.E2eExportsDocument,
    "\n  query E2eOneExport($id: ID!) {\n    export(id: $id) {\n      id\n      status\n      downloadPath\n    }\n    node(id: $id) {\n      id\n    }\n  }\n": typeof types.E2eOneExportDocument,
    "\n  query E2eBell {\n    notifications {\n      totalCount\n      unreadCount\n      nodes {\n        kind\n        title\n      }\n    }\n  }\n": typeof types.E2eBellDocument,
    "\n  query E2eInvestors($search: String) {\n    investors(search: $search) {\n      totalCount\n      nodes {\n        name\n        maskedTaxId\n        maskedBankAccount\n      }\n    }\n  }\n": typeof types.E2eInvestorsDocument,
    "\n  mutation AcceptOperatorInvitation($input: AcceptInvitationInput!) {\n    acceptInvitation(input: $input) {\n      __typename\n      ... on AcceptInvitationSuccess {\n        teamMember {\n          name\n          email\n          role\n          sensitiveDataAccess\n          status\n          emailVerified\n        }\n      }\n    }\n  }\n": typeof types.AcceptOperatorInvitationDocument,
    "\n  subscription OperatorBell {\n    notificationReceived {\n      cursor\n    }\n  }\n": typeof types.OperatorBellDocument,
    "\n  mutation AuditResend($challengeToken: String!) {\n    resendCode(input: { challengeToken: $challengeToken }) {\n      __typename\n    }\n  }\n": typeof types.AuditResendDocument,
    "\n  mutation AuditReauthenticate($password: String!) {\n    reauthenticate(input: { password: $password }) {\n      __typename\n    }\n  }\n": typeof types.AuditReauthenticateDocument,
    "\n  query AuditAccess {\n    viewer {\n      session {\n        id\n      }\n      sessions {\n        id\n        current\n      }\n      trustedDevices {\n        id\n      }\n    }\n  }\n": typeof types.AuditAccessDocument,
    "\n  mutation AuditForgetDevice($id: ID!) {\n    revokeTrustedDevice(input: { trustedDeviceId: $id }) {\n      __typename\n    }\n  }\n": typeof types.AuditForgetDeviceDocument,
    "\n  mutation AuditEndSession($id: ID!) {\n    revokeSession(input: { sessionId: $id }) {\n      __typename\n    }\n  }\n": typeof types.AuditEndSessionDocument,
    "\n  mutation AuditLogout {\n    logout {\n      __typename\n    }\n  }\n": typeof types.AuditLogoutDocument,
    "\n  mutation AuditReset($email: String!) {\n    requestPasswordReset(input: { email: $email }) {\n      __typename\n    }\n  }\n": typeof types.AuditResetDocument,
    "\n  mutation AuditChangePassword($currentPassword: String!, $newPassword: String!) {\n    changePassword(input: { currentPassword: $currentPassword, newPassword: $newPassword }) {\n      __typename\n    }\n  }\n": typeof types.AuditChangePasswordDocument,
    "\n  mutation CreateTicket($input: CreateDownloadTicketInput!) {\n    createDownloadTicket(input: $input) {\n      __typename\n      ... on CreateDownloadTicketSuccess {\n        url\n        expiresAt\n      }\n      ... on RateLimitedError {\n        retryAfterSeconds\n      }\n      ... on Error {\n        code\n        message\n      }\n    }\n  }\n": typeof types.CreateTicketDocument,
    "\n  subscription FollowExport($id: ID!) {\n    exportProgress(id: $id) {\n      status\n      downloadPath\n      progress {\n        rowsDone\n        rowsTotal\n        percent\n      }\n    }\n  }\n": typeof types.FollowExportDocument,
    "\n  query ListInvestors($first: Int, $after: String, $last: Int, $before: String, $search: String) {\n    investors(first: $first, after: $after, last: $last, before: $before, search: $search) {\n      totalCount\n      pageInfo {\n        hasNextPage\n        hasPreviousPage\n        startCursor\n        endCursor\n      }\n      edges {\n        cursor\n      }\n      nodes {\n        id\n        name\n        email\n        profileType\n        maskedTaxId\n        maskedBankAccount\n        createdAt\n      }\n    }\n  }\n": typeof types.ListInvestorsDocument,
    "\n  mutation RequestExport($input: RequestExportInput!) {\n    requestExport(input: $input) {\n      __typename\n      ... on RequestExportSuccess {\n        export {\n          id\n          status\n          fileName\n        }\n      }\n      ... on Error {\n        code\n        message\n      }\n    }\n  }\n": typeof types.RequestExportDocument,
    "\n  subscription ExportCompleted {\n    exportCompleted {\n      id\n      status\n      rowCount\n      byteSize\n      sha256\n      downloadPath\n      progress {\n        rowsDone\n        rowsTotal\n        percent\n      }\n    }\n  }\n": typeof types.ExportCompletedDocument,
    "\n  subscription NotificationReceived($after: String) {\n    notificationReceived(after: $after) {\n      cursor\n      unreadCount\n      notification {\n        kind\n        title\n        body\n        readAt\n        export {\n          id\n          downloadPath\n        }\n      }\n    }\n  }\n": typeof types.NotificationReceivedDocument,
    "\n  query ReadMfa {\n    viewer {\n      account {\n        mfaSettings {\n          enabled\n          rememberMeAllowed\n          rememberMeDays\n          unverifiedTeamMembers {\n            email\n          }\n          updatedAt\n          updatedBy {\n            email\n          }\n        }\n        teamMembers(first: 1) {\n          nodes {\n            name\n          }\n        }\n      }\n    }\n  }\n": typeof types.ReadMfaDocument,
    "\n    mutation UpdateMfaAnonymously {\n      updateMfaSettings(input: { enabled: true }) {\n        __typename\n      }\n    }\n  ": typeof types.UpdateMfaAnonymouslyDocument,
    "\n  subscription NotMeBell {\n    notificationReceived {\n      cursor\n    }\n  }\n": typeof types.NotMeBellDocument,
    "\n  query StillSignedIn {\n    viewer {\n      session {\n        id\n      }\n    }\n  }\n": typeof types.StillSignedInDocument,
    "\n  query CurrentDevices {\n    viewer {\n      trustedDevices {\n        current\n      }\n    }\n  }\n": typeof types.CurrentDevicesDocument,
    "\n  mutation ResendCode($challengeToken: String!) {\n    resendCode(input: { challengeToken: $challengeToken }) {\n      __typename\n      ... on VerificationRequired {\n        challengeToken\n        sentTo\n        rememberMeAllowed\n      }\n      ... on RateLimitedError {\n        retryAfterSeconds\n        message\n      }\n      ... on ChallengeExpiredError {\n        code\n      }\n    }\n  }\n": typeof types.ResendCodeDocument,
    "\n  mutation SignOutElsewhere {\n    revokeOtherSessions {\n      __typename\n    }\n  }\n": typeof types.SignOutElsewhereDocument,
    "\n  query MySessions {\n    viewer {\n      session {\n        id\n      }\n      sessions {\n        id\n        current\n        userAgent\n        ipAddress\n        createdAt\n        lastSeenAt\n        expiresAt\n      }\n    }\n  }\n": typeof types.MySessionsDocument,
    "\n  query WhoIsSignedIn {\n    viewer {\n      teamMember {\n        email\n      }\n    }\n  }\n": typeof types.WhoIsSignedInDocument,
    "\n  mutation RevokeSession($id: ID!) {\n    revokeSession(input: { sessionId: $id }) {\n      __typename\n      ... on RevokeSessionSuccess {\n        revokedSessionId\n      }\n      ... on NotFoundError {\n        code\n        message\n      }\n    }\n  }\n": typeof types.RevokeSessionDocument,
    "\n  mutation RevokeOtherSessions {\n    revokeOtherSessions {\n      __typename\n      ... on RevokeOtherSessionsSuccess {\n        revokedCount\n      }\n    }\n  }\n": typeof types.RevokeOtherSessionsDocument,
    "\n  query SessionNode($id: ID!) {\n    node(id: $id) {\n      __typename\n      id\n    }\n  }\n": typeof types.SessionNodeDocument,
    "\n  subscription SessionBell {\n    notificationReceived {\n      cursor\n    }\n  }\n": typeof types.SessionBellDocument,
    "\n  query Team($first: Int, $after: String, $last: Int, $before: String) {\n    viewer {\n      account {\n        name\n        teamMembers(first: $first, after: $after, last: $last, before: $before) {\n          totalCount\n          pageInfo {\n            hasNextPage\n            hasPreviousPage\n            startCursor\n            endCursor\n          }\n          edges {\n            cursor\n          }\n          nodes {\n            name\n            email\n            emailVerified\n            role\n            sensitiveDataAccess\n            status\n          }\n        }\n        mfaSettings {\n          unverifiedTeamMembers {\n            name\n          }\n        }\n      }\n    }\n  }\n": typeof types.TeamDocument,
    "\n  query NodeOf($id: ID!) {\n    node(id: $id) {\n      __typename\n      id\n    }\n  }\n": typeof types.NodeOfDocument,
    "\n  subscription TeamBell {\n    notificationReceived {\n      cursor\n    }\n  }\n": typeof types.TeamBellDocument,
    "\n  query MyDevices {\n    viewer {\n      trustedDevices {\n        id\n        current\n        userAgent\n        createdAt\n        lastUsedAt\n        expiresAt\n      }\n    }\n  }\n": typeof types.MyDevicesDocument,
    "\n  mutation RevokeTrustedDevice($id: ID!) {\n    revokeTrustedDevice(input: { trustedDeviceId: $id }) {\n      __typename\n      ... on RevokeTrustedDeviceSuccess {\n        revokedTrustedDeviceId\n      }\n      ... on NotFoundError {\n        code\n        message\n      }\n    }\n  }\n": typeof types.RevokeTrustedDeviceDocument,
    "\n  query DeviceNode($id: ID!) {\n    node(id: $id) {\n      __typename\n    }\n  }\n": typeof types.DeviceNodeDocument,
    "\n  subscription FollowBell($after: String) {\n    notificationReceived(after: $after) {\n      cursor\n      unreadCount\n      notification {\n        id\n        title\n        readAt\n        export {\n          id\n          status\n        }\n      }\n    }\n  }\n": typeof types.FollowBellDocument,
    "\n  mutation MarkRead($notificationIds: [ID!]!) {\n    markNotificationsRead(input: { notificationIds: $notificationIds }) {\n      __typename\n      ... on MarkNotificationsReadSuccess {\n        unreadCount\n        notifications {\n          title\n          readAt\n        }\n      }\n      ... on InvalidInputError {\n        path\n      }\n      ... on Error {\n        code\n        message\n      }\n    }\n  }\n": typeof types.MarkReadDocument,
    "\n  mutation MarkAllRead($upTo: ID!) {\n    markAllNotificationsRead(input: { upTo: $upTo }) {\n      __typename\n      ... on MarkAllNotificationsReadSuccess {\n        unreadCount\n      }\n      ... on Error {\n        code\n        message\n      }\n    }\n  }\n": typeof types.MarkAllReadDocument,
    "\n  mutation AskForExport($input: RequestExportInput!) {\n    requestExport(input: $input) {\n      __typename\n      ... on RequestExportSuccess {\n        export {\n          id\n          status\n          fileName\n          downloadPath\n        }\n      }\n      ... on RateLimitedError {\n        retryAfterSeconds\n      }\n      ... on InvalidInputError {\n        path\n      }\n      ... on Error {\n        code\n        message\n      }\n    }\n  }\n": typeof types.AskForExportDocument,
    "\n  query ListExports($first: Int, $after: String, $last: Int, $before: String, $status: [ExportStatus!]) {\n    exports(first: $first, after: $after, last: $last, before: $before, status: $status) {\n      totalCount\n      edges {\n        cursor\n      }\n      nodes {\n        id\n        kind\n        status\n        fileName\n        rowCount\n        byteSize\n        sha256\n        failureMessage\n        downloadCount\n        lastDownloadedAt\n        downloadPath\n        progress {\n          rowsDone\n          rowsTotal\n          percent\n        }\n      }\n    }\n  }\n": typeof types.ListExportsDocument,
    "\n  query FindExport($id: ID!) {\n    export(id: $id) {\n      id\n      fileName\n    }\n  }\n": typeof types.FindExportDocument,
    "\n  query FindNode($id: ID!) {\n    node(id: $id) {\n      __typename\n      id\n    }\n  }\n": typeof types.FindNodeDocument,
    "\n  query ListNotifications($first: Int, $after: String, $unreadOnly: Boolean) {\n    notifications(first: $first, after: $after, unreadOnly: $unreadOnly) {\n      totalCount\n      unreadCount\n      edges {\n        cursor\n      }\n      nodes {\n        id\n        title\n        kind\n        export {\n          id\n        }\n      }\n    }\n  }\n": typeof types.ListNotificationsDocument,
    "\n  subscription ListenForExports {\n    exportCompleted {\n      id\n    }\n  }\n": typeof types.ListenForExportsDocument,
    "\n  subscription ListenToBell($after: String) {\n    notificationReceived(after: $after) {\n      cursor\n      unreadCount\n      notification {\n        id\n        title\n        export {\n          id\n        }\n      }\n    }\n  }\n": typeof types.ListenToBellDocument,
    "\n  mutation SendVerification {\n    sendEmailVerification {\n      __typename\n      ... on SendEmailVerificationSuccess {\n        sentTo\n        expiresAt\n        resendAvailableAt\n      }\n      ... on RateLimitedError {\n        retryAfterSeconds\n      }\n      ... on Error {\n        code\n        message\n      }\n    }\n  }\n": typeof types.SendVerificationDocument,
    "\n  mutation VerifyEmail($input: VerifyEmailInput!) {\n    verifyEmail(input: $input) {\n      __typename\n      ... on VerifyEmailSuccess {\n        teamMember {\n          email\n          emailVerified\n        }\n      }\n      ... on InvalidCodeError {\n        attemptsRemaining\n      }\n      ... on RateLimitedError {\n        retryAfterSeconds\n      }\n      ... on Error {\n        code\n        message\n      }\n    }\n  }\n": typeof types.VerifyEmailDocument,
    "\n  mutation ChangeEmail($input: ChangeEmailInput!) {\n    changeEmail(input: $input) {\n      __typename\n      ... on ChangeEmailSuccess {\n        pendingEmail\n        expiresAt\n        resendAvailableAt\n      }\n      ... on InvalidInputError {\n        path\n      }\n      ... on RateLimitedError {\n        retryAfterSeconds\n      }\n      ... on Error {\n        code\n        message\n      }\n    }\n  }\n": typeof types.ChangeEmailDocument,
    "\n  mutation ChangePassword($input: ChangePasswordInput!) {\n    changePassword(input: $input) {\n      __typename\n      ... on ChangePasswordSuccess {\n        ok\n      }\n      ... on RateLimitedError {\n        retryAfterSeconds\n      }\n      ... on Error {\n        code\n        message\n      }\n    }\n  }\n": typeof types.ChangePasswordDocument,
    "\n  mutation RequestPasswordReset($input: RequestPasswordResetInput!) {\n    requestPasswordReset(input: $input) {\n      __typename\n      ... on RequestPasswordResetSuccess {\n        ok\n      }\n      ... on RateLimitedError {\n        retryAfterSeconds\n      }\n      ... on Error {\n        code\n        message\n      }\n    }\n  }\n": typeof types.RequestPasswordResetDocument,
    "\n  mutation ResetPassword($input: ResetPasswordInput!) {\n    resetPassword(input: $input) {\n      __typename\n      ... on ResetPasswordSuccess {\n        ok\n      }\n      ... on RateLimitedError {\n        retryAfterSeconds\n      }\n      ... on Error {\n        code\n        message\n      }\n    }\n  }\n": typeof types.ResetPasswordDocument,
    "\n  mutation Reauthenticate($input: ReauthenticateInput!) {\n    reauthenticate(input: $input) {\n      __typename\n      ... on ReauthenticateSuccess {\n        authenticatedUntil\n      }\n      ... on RateLimitedError {\n        retryAfterSeconds\n      }\n      ... on Error {\n        code\n        message\n      }\n    }\n  }\n": typeof types.ReauthenticateDocument,
    "\n  query MyProfile {\n    viewer {\n      pendingEmail\n      teamMember {\n        email\n        emailVerified\n      }\n    }\n  }\n": typeof types.MyProfileDocument,
    "\n  mutation LogIn($input: LoginInput!) {\n    login(input: $input) {\n      __typename\n      ... on LoginSuccess {\n        sessionToken\n        trustedDeviceToken\n        viewer {\n          teamMember {\n            email\n          }\n          session {\n            current\n            userAgent\n            ipAddress\n          }\n        }\n      }\n      ... on VerificationRequired {\n        challengeToken\n        sentTo\n        expiresAt\n        resendAvailableAt\n        rememberMeAllowed\n        rememberMeDays\n      }\n      ... on RateLimitedError {\n        retryAfterSeconds\n      }\n      ... on Error {\n        code\n        message\n      }\n    }\n  }\n": typeof types.LogInDocument,
    "\n  mutation GiveCode($input: VerifyCodeInput!) {\n    verifyCode(input: $input) {\n      __typename\n      ... on LoginSuccess {\n        sessionToken\n        trustedDeviceToken\n        viewer {\n          teamMember {\n            email\n            emailVerified\n          }\n        }\n      }\n      ... on InvalidCodeError {\n        attemptsRemaining\n      }\n      ... on RateLimitedError {\n        retryAfterSeconds\n      }\n      ... on Error {\n        code\n        message\n      }\n    }\n  }\n": typeof types.GiveCodeDocument,
    "\n  mutation LogOut {\n    logout {\n      __typename\n      ... on LogoutSuccess {\n        ok\n      }\n    }\n  }\n": typeof types.LogOutDocument,
    "\n  query WhoAmI {\n    viewer {\n      teamMember {\n        email\n      }\n    }\n  }\n": typeof types.WhoAmIDocument,
    "\n  mutation UpdateMfa($input: UpdateMfaSettingsInput!) {\n    updateMfaSettings(input: $input) {\n      __typename\n      ... on UpdateMfaSettingsSuccess {\n        account {\n          mfaSettings {\n            enabled\n            rememberMeAllowed\n          }\n        }\n      }\n      ... on UnverifiedTeamMembersError {\n        teamMembers {\n          name\n          email\n        }\n      }\n      ... on Error {\n        code\n        message\n      }\n    }\n  }\n": typeof types.UpdateMfaDocument,
    "\n  mutation Invite($input: InviteTeamMemberInput!) {\n    inviteTeamMember(input: $input) {\n      __typename\n      ... on InviteTeamMemberSuccess {\n        teamMember {\n          id\n          name\n          email\n          emailVerified\n          role\n          sensitiveDataAccess\n          status\n        }\n      }\n      ... on InvalidInputError {\n        path\n      }\n      ... on RateLimitedError {\n        retryAfterSeconds\n      }\n      ... on Error {\n        code\n        message\n      }\n    }\n  }\n": typeof types.InviteDocument,
    "\n  mutation Accept($input: AcceptInvitationInput!) {\n    acceptInvitation(input: $input) {\n      __typename\n      ... on AcceptInvitationSuccess {\n        teamMember {\n          name\n          email\n          emailVerified\n          status\n        }\n      }\n      ... on Error {\n        code\n        message\n      }\n    }\n  }\n": typeof types.AcceptDocument,
    "\n  mutation SetAccess($input: SetSensitiveDataAccessInput!) {\n    setSensitiveDataAccess(input: $input) {\n      __typename\n      ... on SetSensitiveDataAccessSuccess {\n        teamMember {\n          email\n          sensitiveDataAccess\n        }\n      }\n      ... on Error {\n        code\n        message\n      }\n    }\n  }\n": typeof types.SetAccessDocument,
    "\n  mutation Deactivate($input: DeactivateTeamMemberInput!) {\n    deactivateTeamMember(input: $input) {\n      __typename\n      ... on DeactivateTeamMemberSuccess {\n        teamMember {\n          email\n          status\n          sensitiveDataAccess\n        }\n      }\n      ... on Error {\n        code\n        message\n      }\n    }\n  }\n": typeof types.DeactivateDocument,
    "\n  mutation Reactivate($input: ReactivateTeamMemberInput!) {\n    reactivateTeamMember(input: $input) {\n      __typename\n      ... on ReactivateTeamMemberSuccess {\n        teamMember {\n          email\n          status\n          sensitiveDataAccess\n        }\n      }\n      ... on UnverifiedTeamMembersError {\n        teamMembers {\n          email\n        }\n      }\n      ... on Error {\n        code\n        message\n      }\n    }\n  }\n": typeof types.ReactivateDocument,
    "\n  mutation SetRole($input: SetTeamMemberRoleInput!) {\n    setTeamMemberRole(input: $input) {\n      __typename\n      ... on SetTeamMemberRoleSuccess {\n        teamMember {\n          email\n          role\n          sensitiveDataAccess\n        }\n      }\n      ... on Error {\n        code\n        message\n      }\n    }\n  }\n": typeof types.SetRoleDocument,
};
const documents: Documents = {
    "\n  mutation E2eRequestExport($input: RequestExportInput!) {\n    requestExport(input: $input) {\n      __typename\n      ... on RequestExportSuccess {\n        export {\n          id\n          status\n          fileName\n        }\n      }\n      ... on Error {\n        code\n        message\n      }\n    }\n  }\n": types.E2eRequestExportDocument,
    "\n  mutation E2eEndExports($cancel: CancelExportInput!, $delete: DeleteExportInput!) {\n    cancelExport(input: $cancel) {\n      __typename\n    }\n    deleteExport(input: $delete) {\n      __typename\n    }\n  }\n": types.E2eEndExportsDocument,
    "\n  subscription E2eExportCompleted {\n    exportCompleted {\n      id\n      status\n      rowCount\n      sha256\n      downloadPath\n    }\n  }\n": types.E2eExportCompletedDocument,
    "\n  subscription E2eNotificationReceived {\n    notificationReceived {\n      unreadCount\n      notification {\n        kind\n        title\n        body\n        export {\n          id\n          downloadPath\n        }\n      }\n    }\n  }\n": types.E2eNotificationReceivedDocument,
    "\n  query E2eExports {\n    exports {\n      totalCount\n      nodes {\n        id\n        status\n        rowCount\n        downloadPath\n      }\n    }\n  }\n": types.E2eExportsDocument,
    "\n  query E2eOneExport($id: ID!) {\n    export(id: $id) {\n      id\n      status\n      downloadPath\n    }\n    node(id: $id) {\n      id\n    }\n  }\n": types.E2eOneExportDocument,
    "\n  query E2eBell {\n    notifications {\n      totalCount\n      unreadCount\n      nodes {\n        kind\n        title\n      }\n    }\n  }\n": types.E2eBellDocument,
    "\n  query E2eInvestors($search: String) {\n    investors(search: $search) {\n      totalCount\n      nodes {\n        name\n        maskedTaxId\n        maskedBankAccount\n      }\n    }\n  }\n": types.E2eInvestorsDocument,
    "\n  mutation AcceptOperatorInvitation($input: AcceptInvitationInput!) {\n    acceptInvitation(input: $input) {\n      __typename\n      ... on AcceptInvitationSuccess {\n        teamMember {\n          name\n          email\n          role\n          sensitiveDataAccess\n          status\n          emailVerified\n        }\n      }\n    }\n  }\n": types.AcceptOperatorInvitationDocument,
    "\n  subscription OperatorBell {\n    notificationReceived {\n      cursor\n    }\n  }\n": types.OperatorBellDocument,
    "\n  mutation AuditResend($challengeToken: String!) {\n    resendCode(input: { challengeToken: $challengeToken }) {\n      __typename\n    }\n  }\n": types.AuditResendDocument,
    "\n  mutation AuditReauthenticate($password: String!) {\n    reauthenticate(input: { password: $password }) {\n      __typename\n    }\n  }\n": types.AuditReauthenticateDocument,
    "\n  query AuditAccess {\n    viewer {\n      session {\n        id\n      }\n      sessions {\n        id\n        current\n      }\n      trustedDevices {\n        id\n      }\n    }\n  }\n": types.AuditAccessDocument,
    "\n  mutation AuditForgetDevice($id: ID!) {\n    revokeTrustedDevice(input: { trustedDeviceId: $id }) {\n      __typename\n    }\n  }\n": types.AuditForgetDeviceDocument,
    "\n  mutation AuditEndSession($id: ID!) {\n    revokeSession(input: { sessionId: $id }) {\n      __typename\n    }\n  }\n": types.AuditEndSessionDocument,
    "\n  mutation AuditLogout {\n    logout {\n      __typename\n    }\n  }\n": types.AuditLogoutDocument,
    "\n  mutation AuditReset($email: String!) {\n    requestPasswordReset(input: { email: $email }) {\n      __typename\n    }\n  }\n": types.AuditResetDocument,
    "\n  mutation AuditChangePassword($currentPassword: String!, $newPassword: String!) {\n    changePassword(input: { currentPassword: $currentPassword, newPassword: $newPassword }) {\n      __typename\n    }\n  }\n": types.AuditChangePasswordDocument,
    "\n  mutation CreateTicket($input: CreateDownloadTicketInput!) {\n    createDownloadTicket(input: $input) {\n      __typename\n      ... on CreateDownloadTicketSuccess {\n        url\n        expiresAt\n      }\n      ... on RateLimitedError {\n        retryAfterSeconds\n      }\n      ... on Error {\n        code\n        message\n      }\n    }\n  }\n": types.CreateTicketDocument,
    "\n  subscription FollowExport($id: ID!) {\n    exportProgress(id: $id) {\n      status\n      downloadPath\n      progress {\n        rowsDone\n        rowsTotal\n        percent\n      }\n    }\n  }\n": types.FollowExportDocument,
    "\n  query ListInvestors($first: Int, $after: String, $last: Int, $before: String, $search: String) {\n    investors(first: $first, after: $after, last: $last, before: $before, search: $search) {\n      totalCount\n      pageInfo {\n        hasNextPage\n        hasPreviousPage\n        startCursor\n        endCursor\n      }\n      edges {\n        cursor\n      }\n      nodes {\n        id\n        name\n        email\n        profileType\n        maskedTaxId\n        maskedBankAccount\n        createdAt\n      }\n    }\n  }\n": types.ListInvestorsDocument,
    "\n  mutation RequestExport($input: RequestExportInput!) {\n    requestExport(input: $input) {\n      __typename\n      ... on RequestExportSuccess {\n        export {\n          id\n          status\n          fileName\n        }\n      }\n      ... on Error {\n        code\n        message\n      }\n    }\n  }\n": types.RequestExportDocument,
    "\n  subscription ExportCompleted {\n    exportCompleted {\n      id\n      status\n      rowCount\n      byteSize\n      sha256\n      downloadPath\n      progress {\n        rowsDone\n        rowsTotal\n        percent\n      }\n    }\n  }\n": types.ExportCompletedDocument,
    "\n  subscription NotificationReceived($after: String) {\n    notificationReceived(after: $after) {\n      cursor\n      unreadCount\n      notification {\n        kind\n        title\n        body\n        readAt\n        export {\n          id\n          downloadPath\n        }\n      }\n    }\n  }\n": types.NotificationReceivedDocument,
    "\n  query ReadMfa {\n    viewer {\n      account {\n        mfaSettings {\n          enabled\n          rememberMeAllowed\n          rememberMeDays\n          unverifiedTeamMembers {\n            email\n          }\n          updatedAt\n          updatedBy {\n            email\n          }\n        }\n        teamMembers(first: 1) {\n          nodes {\n            name\n          }\n        }\n      }\n    }\n  }\n": types.ReadMfaDocument,
    "\n    mutation UpdateMfaAnonymously {\n      updateMfaSettings(input: { enabled: true }) {\n        __typename\n      }\n    }\n  ": types.UpdateMfaAnonymouslyDocument,
    "\n  subscription NotMeBell {\n    notificationReceived {\n      cursor\n    }\n  }\n": types.NotMeBellDocument,
    "\n  query StillSignedIn {\n    viewer {\n      session {\n        id\n      }\n    }\n  }\n": types.StillSignedInDocument,
    "\n  query CurrentDevices {\n    viewer {\n      trustedDevices {\n        current\n      }\n    }\n  }\n": types.CurrentDevicesDocument,
    "\n  mutation ResendCode($challengeToken: String!) {\n    resendCode(input: { challengeToken: $challengeToken }) {\n      __typename\n      ... on VerificationRequired {\n        challengeToken\n        sentTo\n        rememberMeAllowed\n      }\n      ... on RateLimitedError {\n        retryAfterSeconds\n        message\n      }\n      ... on ChallengeExpiredError {\n        code\n      }\n    }\n  }\n": types.ResendCodeDocument,
    "\n  mutation SignOutElsewhere {\n    revokeOtherSessions {\n      __typename\n    }\n  }\n": types.SignOutElsewhereDocument,
    "\n  query MySessions {\n    viewer {\n      session {\n        id\n      }\n      sessions {\n        id\n        current\n        userAgent\n        ipAddress\n        createdAt\n        lastSeenAt\n        expiresAt\n      }\n    }\n  }\n": types.MySessionsDocument,
    "\n  query WhoIsSignedIn {\n    viewer {\n      teamMember {\n        email\n      }\n    }\n  }\n": types.WhoIsSignedInDocument,
    "\n  mutation RevokeSession($id: ID!) {\n    revokeSession(input: { sessionId: $id }) {\n      __typename\n      ... on RevokeSessionSuccess {\n        revokedSessionId\n      }\n      ... on NotFoundError {\n        code\n        message\n      }\n    }\n  }\n": types.RevokeSessionDocument,
    "\n  mutation RevokeOtherSessions {\n    revokeOtherSessions {\n      __typename\n      ... on RevokeOtherSessionsSuccess {\n        revokedCount\n      }\n    }\n  }\n": types.RevokeOtherSessionsDocument,
    "\n  query SessionNode($id: ID!) {\n    node(id: $id) {\n      __typename\n      id\n    }\n  }\n": types.SessionNodeDocument,
    "\n  subscription SessionBell {\n    notificationReceived {\n      cursor\n    }\n  }\n": types.SessionBellDocument,
    "\n  query Team($first: Int, $after: String, $last: Int, $before: String) {\n    viewer {\n      account {\n        name\n        teamMembers(first: $first, after: $after, last: $last, before: $before) {\n          totalCount\n          pageInfo {\n            hasNextPage\n            hasPreviousPage\n            startCursor\n            endCursor\n          }\n          edges {\n            cursor\n          }\n          nodes {\n            name\n            email\n            emailVerified\n            role\n            sensitiveDataAccess\n            status\n          }\n        }\n        mfaSettings {\n          unverifiedTeamMembers {\n            name\n          }\n        }\n      }\n    }\n  }\n": types.TeamDocument,
    "\n  query NodeOf($id: ID!) {\n    node(id: $id) {\n      __typename\n      id\n    }\n  }\n": types.NodeOfDocument,
    "\n  subscription TeamBell {\n    notificationReceived {\n      cursor\n    }\n  }\n": types.TeamBellDocument,
    "\n  query MyDevices {\n    viewer {\n      trustedDevices {\n        id\n        current\n        userAgent\n        createdAt\n        lastUsedAt\n        expiresAt\n      }\n    }\n  }\n": types.MyDevicesDocument,
    "\n  mutation RevokeTrustedDevice($id: ID!) {\n    revokeTrustedDevice(input: { trustedDeviceId: $id }) {\n      __typename\n      ... on RevokeTrustedDeviceSuccess {\n        revokedTrustedDeviceId\n      }\n      ... on NotFoundError {\n        code\n        message\n      }\n    }\n  }\n": types.RevokeTrustedDeviceDocument,
    "\n  query DeviceNode($id: ID!) {\n    node(id: $id) {\n      __typename\n    }\n  }\n": types.DeviceNodeDocument,
    "\n  subscription FollowBell($after: String) {\n    notificationReceived(after: $after) {\n      cursor\n      unreadCount\n      notification {\n        id\n        title\n        readAt\n        export {\n          id\n          status\n        }\n      }\n    }\n  }\n": types.FollowBellDocument,
    "\n  mutation MarkRead($notificationIds: [ID!]!) {\n    markNotificationsRead(input: { notificationIds: $notificationIds }) {\n      __typename\n      ... on MarkNotificationsReadSuccess {\n        unreadCount\n        notifications {\n          title\n          readAt\n        }\n      }\n      ... on InvalidInputError {\n        path\n      }\n      ... on Error {\n        code\n        message\n      }\n    }\n  }\n": types.MarkReadDocument,
    "\n  mutation MarkAllRead($upTo: ID!) {\n    markAllNotificationsRead(input: { upTo: $upTo }) {\n      __typename\n      ... on MarkAllNotificationsReadSuccess {\n        unreadCount\n      }\n      ... on Error {\n        code\n        message\n      }\n    }\n  }\n": types.MarkAllReadDocument,
    "\n  mutation AskForExport($input: RequestExportInput!) {\n    requestExport(input: $input) {\n      __typename\n      ... on RequestExportSuccess {\n        export {\n          id\n          status\n          fileName\n          downloadPath\n        }\n      }\n      ... on RateLimitedError {\n        retryAfterSeconds\n      }\n      ... on InvalidInputError {\n        path\n      }\n      ... on Error {\n        code\n        message\n      }\n    }\n  }\n": types.AskForExportDocument,
    "\n  query ListExports($first: Int, $after: String, $last: Int, $before: String, $status: [ExportStatus!]) {\n    exports(first: $first, after: $after, last: $last, before: $before, status: $status) {\n      totalCount\n      edges {\n        cursor\n      }\n      nodes {\n        id\n        kind\n        status\n        fileName\n        rowCount\n        byteSize\n        sha256\n        failureMessage\n        downloadCount\n        lastDownloadedAt\n        downloadPath\n        progress {\n          rowsDone\n          rowsTotal\n          percent\n        }\n      }\n    }\n  }\n": types.ListExportsDocument,
    "\n  query FindExport($id: ID!) {\n    export(id: $id) {\n      id\n      fileName\n    }\n  }\n": types.FindExportDocument,
    "\n  query FindNode($id: ID!) {\n    node(id: $id) {\n      __typename\n      id\n    }\n  }\n": types.FindNodeDocument,
    "\n  query ListNotifications($first: Int, $after: String, $unreadOnly: Boolean) {\n    notifications(first: $first, after: $after, unreadOnly: $unreadOnly) {\n      totalCount\n      unreadCount\n      edges {\n        cursor\n      }\n      nodes {\n        id\n        title\n        kind\n        export {\n          id\n        }\n      }\n    }\n  }\n": types.ListNotificationsDocument,
    "\n  subscription ListenForExports {\n    exportCompleted {\n      id\n    }\n  }\n": types.ListenForExportsDocument,
    "\n  subscription ListenToBell($after: String) {\n    notificationReceived(after: $after) {\n      cursor\n      unreadCount\n      notification {\n        id\n        title\n        export {\n          id\n        }\n      }\n    }\n  }\n": types.ListenToBellDocument,
    "\n  mutation SendVerification {\n    sendEmailVerification {\n      __typename\n      ... on SendEmailVerificationSuccess {\n        sentTo\n        expiresAt\n        resendAvailableAt\n      }\n      ... on RateLimitedError {\n        retryAfterSeconds\n      }\n      ... on Error {\n        code\n        message\n      }\n    }\n  }\n": types.SendVerificationDocument,
    "\n  mutation VerifyEmail($input: VerifyEmailInput!) {\n    verifyEmail(input: $input) {\n      __typename\n      ... on VerifyEmailSuccess {\n        teamMember {\n          email\n          emailVerified\n        }\n      }\n      ... on InvalidCodeError {\n        attemptsRemaining\n      }\n      ... on RateLimitedError {\n        retryAfterSeconds\n      }\n      ... on Error {\n        code\n        message\n      }\n    }\n  }\n": types.VerifyEmailDocument,
    "\n  mutation ChangeEmail($input: ChangeEmailInput!) {\n    changeEmail(input: $input) {\n      __typename\n      ... on ChangeEmailSuccess {\n        pendingEmail\n        expiresAt\n        resendAvailableAt\n      }\n      ... on InvalidInputError {\n        path\n      }\n      ... on RateLimitedError {\n        retryAfterSeconds\n      }\n      ... on Error {\n        code\n        message\n      }\n    }\n  }\n": types.ChangeEmailDocument,
    "\n  mutation ChangePassword($input: ChangePasswordInput!) {\n    changePassword(input: $input) {\n      __typename\n      ... on ChangePasswordSuccess {\n        ok\n      }\n      ... on RateLimitedError {\n        retryAfterSeconds\n      }\n      ... on Error {\n        code\n        message\n      }\n    }\n  }\n": types.ChangePasswordDocument,
    "\n  mutation RequestPasswordReset($input: RequestPasswordResetInput!) {\n    requestPasswordReset(input: $input) {\n      __typename\n      ... on RequestPasswordResetSuccess {\n        ok\n      }\n      ... on RateLimitedError {\n        retryAfterSeconds\n      }\n      ... on Error {\n        code\n        message\n      }\n    }\n  }\n": types.RequestPasswordResetDocument,
    "\n  mutation ResetPassword($input: ResetPasswordInput!) {\n    resetPassword(input: $input) {\n      __typename\n      ... on ResetPasswordSuccess {\n        ok\n      }\n      ... on RateLimitedError {\n        retryAfterSeconds\n      }\n      ... on Error {\n        code\n        message\n      }\n    }\n  }\n": types.ResetPasswordDocument,
    "\n  mutation Reauthenticate($input: ReauthenticateInput!) {\n    reauthenticate(input: $input) {\n      __typename\n      ... on ReauthenticateSuccess {\n        authenticatedUntil\n      }\n      ... on RateLimitedError {\n        retryAfterSeconds\n      }\n      ... on Error {\n        code\n        message\n      }\n    }\n  }\n": types.ReauthenticateDocument,
    "\n  query MyProfile {\n    viewer {\n      pendingEmail\n      teamMember {\n        email\n        emailVerified\n      }\n    }\n  }\n": types.MyProfileDocument,
    "\n  mutation LogIn($input: LoginInput!) {\n    login(input: $input) {\n      __typename\n      ... on LoginSuccess {\n        sessionToken\n        trustedDeviceToken\n        viewer {\n          teamMember {\n            email\n          }\n          session {\n            current\n            userAgent\n            ipAddress\n          }\n        }\n      }\n      ... on VerificationRequired {\n        challengeToken\n        sentTo\n        expiresAt\n        resendAvailableAt\n        rememberMeAllowed\n        rememberMeDays\n      }\n      ... on RateLimitedError {\n        retryAfterSeconds\n      }\n      ... on Error {\n        code\n        message\n      }\n    }\n  }\n": types.LogInDocument,
    "\n  mutation GiveCode($input: VerifyCodeInput!) {\n    verifyCode(input: $input) {\n      __typename\n      ... on LoginSuccess {\n        sessionToken\n        trustedDeviceToken\n        viewer {\n          teamMember {\n            email\n            emailVerified\n          }\n        }\n      }\n      ... on InvalidCodeError {\n        attemptsRemaining\n      }\n      ... on RateLimitedError {\n        retryAfterSeconds\n      }\n      ... on Error {\n        code\n        message\n      }\n    }\n  }\n": types.GiveCodeDocument,
    "\n  mutation LogOut {\n    logout {\n      __typename\n      ... on LogoutSuccess {\n        ok\n      }\n    }\n  }\n": types.LogOutDocument,
    "\n  query WhoAmI {\n    viewer {\n      teamMember {\n        email\n      }\n    }\n  }\n": types.WhoAmIDocument,
    "\n  mutation UpdateMfa($input: UpdateMfaSettingsInput!) {\n    updateMfaSettings(input: $input) {\n      __typename\n      ... on UpdateMfaSettingsSuccess {\n        account {\n          mfaSettings {\n            enabled\n            rememberMeAllowed\n          }\n        }\n      }\n      ... on UnverifiedTeamMembersError {\n        teamMembers {\n          name\n          email\n        }\n      }\n      ... on Error {\n        code\n        message\n      }\n    }\n  }\n": types.UpdateMfaDocument,
    "\n  mutation Invite($input: InviteTeamMemberInput!) {\n    inviteTeamMember(input: $input) {\n      __typename\n      ... on InviteTeamMemberSuccess {\n        teamMember {\n          id\n          name\n          email\n          emailVerified\n          role\n          sensitiveDataAccess\n          status\n        }\n      }\n      ... on InvalidInputError {\n        path\n      }\n      ... on RateLimitedError {\n        retryAfterSeconds\n      }\n      ... on Error {\n        code\n        message\n      }\n    }\n  }\n": types.InviteDocument,
    "\n  mutation Accept($input: AcceptInvitationInput!) {\n    acceptInvitation(input: $input) {\n      __typename\n      ... on AcceptInvitationSuccess {\n        teamMember {\n          name\n          email\n          emailVerified\n          status\n        }\n      }\n      ... on Error {\n        code\n        message\n      }\n    }\n  }\n": types.AcceptDocument,
    "\n  mutation SetAccess($input: SetSensitiveDataAccessInput!) {\n    setSensitiveDataAccess(input: $input) {\n      __typename\n      ... on SetSensitiveDataAccessSuccess {\n        teamMember {\n          email\n          sensitiveDataAccess\n        }\n      }\n      ... on Error {\n        code\n        message\n      }\n    }\n  }\n": types.SetAccessDocument,
    "\n  mutation Deactivate($input: DeactivateTeamMemberInput!) {\n    deactivateTeamMember(input: $input) {\n      __typename\n      ... on DeactivateTeamMemberSuccess {\n        teamMember {\n          email\n          status\n          sensitiveDataAccess\n        }\n      }\n      ... on Error {\n        code\n        message\n      }\n    }\n  }\n": types.DeactivateDocument,
    "\n  mutation Reactivate($input: ReactivateTeamMemberInput!) {\n    reactivateTeamMember(input: $input) {\n      __typename\n      ... on ReactivateTeamMemberSuccess {\n        teamMember {\n          email\n          status\n          sensitiveDataAccess\n        }\n      }\n      ... on UnverifiedTeamMembersError {\n        teamMembers {\n          email\n        }\n      }\n      ... on Error {\n        code\n        message\n      }\n    }\n  }\n": types.ReactivateDocument,
    "\n  mutation SetRole($input: SetTeamMemberRoleInput!) {\n    setTeamMemberRole(input: $input) {\n      __typename\n      ... on SetTeamMemberRoleSuccess {\n        teamMember {\n          email\n          role\n          sensitiveDataAccess\n        }\n      }\n      ... on Error {\n        code\n        message\n      }\n    }\n  }\n": types.SetRoleDocument,
};

/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  mutation E2eRequestExport($input: RequestExportInput!) {\n    requestExport(input: $input) {\n      __typename\n      ... on RequestExportSuccess {\n        export {\n          id\n          status\n          fileName\n        }\n      }\n      ... on Error {\n        code\n        message\n      }\n    }\n  }\n"): typeof import('./graphql.ts').E2eRequestExportDocument;
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  mutation E2eEndExports($cancel: CancelExportInput!, $delete: DeleteExportInput!) {\n    cancelExport(input: $cancel) {\n      __typename\n    }\n    deleteExport(input: $delete) {\n      __typename\n    }\n  }\n"): typeof import('./graphql.ts').E2eEndExportsDocument;
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  subscription E2eExportCompleted {\n    exportCompleted {\n      id\n      status\n      rowCount\n      sha256\n      downloadPath\n    }\n  }\n"): typeof import('./graphql.ts').E2eExportCompletedDocument;
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  subscription E2eNotificationReceived {\n    notificationReceived {\n      unreadCount\n      notification {\n        kind\n        title\n        body\n        export {\n          id\n          downloadPath\n        }\n      }\n    }\n  }\n"): typeof import('./graphql.ts').E2eNotificationReceivedDocument;
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  query E2eExports {\n    exports {\n      totalCount\n      nodes {\n        id\n        status\n        rowCount\n        downloadPath\n      }\n    }\n  }\n"): typeof import('./graphql.ts').E2eExportsDocument;
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  query E2eOneExport($id: ID!) {\n    export(id: $id) {\n      id\n      status\n      downloadPath\n    }\n    node(id: $id) {\n      id\n    }\n  }\n"): typeof import('./graphql.ts').E2eOneExportDocument;
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  query E2eBell {\n    notifications {\n      totalCount\n      unreadCount\n      nodes {\n        kind\n        title\n      }\n    }\n  }\n"): typeof import('./graphql.ts').E2eBellDocument;
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  query E2eInvestors($search: String) {\n    investors(search: $search) {\n      totalCount\n      nodes {\n        name\n        maskedTaxId\n        maskedBankAccount\n      }\n    }\n  }\n"): typeof import('./graphql.ts').E2eInvestorsDocument;
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  mutation AcceptOperatorInvitation($input: AcceptInvitationInput!) {\n    acceptInvitation(input: $input) {\n      __typename\n      ... on AcceptInvitationSuccess {\n        teamMember {\n          name\n          email\n          role\n          sensitiveDataAccess\n          status\n          emailVerified\n        }\n      }\n    }\n  }\n"): typeof import('./graphql.ts').AcceptOperatorInvitationDocument;
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  subscription OperatorBell {\n    notificationReceived {\n      cursor\n    }\n  }\n"): typeof import('./graphql.ts').OperatorBellDocument;
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  mutation AuditResend($challengeToken: String!) {\n    resendCode(input: { challengeToken: $challengeToken }) {\n      __typename\n    }\n  }\n"): typeof import('./graphql.ts').AuditResendDocument;
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  mutation AuditReauthenticate($password: String!) {\n    reauthenticate(input: { password: $password }) {\n      __typename\n    }\n  }\n"): typeof import('./graphql.ts').AuditReauthenticateDocument;
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  query AuditAccess {\n    viewer {\n      session {\n        id\n      }\n      sessions {\n        id\n        current\n      }\n      trustedDevices {\n        id\n      }\n    }\n  }\n"): typeof import('./graphql.ts').AuditAccessDocument;
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  mutation AuditForgetDevice($id: ID!) {\n    revokeTrustedDevice(input: { trustedDeviceId: $id }) {\n      __typename\n    }\n  }\n"): typeof import('./graphql.ts').AuditForgetDeviceDocument;
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  mutation AuditEndSession($id: ID!) {\n    revokeSession(input: { sessionId: $id }) {\n      __typename\n    }\n  }\n"): typeof import('./graphql.ts').AuditEndSessionDocument;
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  mutation AuditLogout {\n    logout {\n      __typename\n    }\n  }\n"): typeof import('./graphql.ts').AuditLogoutDocument;
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  mutation AuditReset($email: String!) {\n    requestPasswordReset(input: { email: $email }) {\n      __typename\n    }\n  }\n"): typeof import('./graphql.ts').AuditResetDocument;
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  mutation AuditChangePassword($currentPassword: String!, $newPassword: String!) {\n    changePassword(input: { currentPassword: $currentPassword, newPassword: $newPassword }) {\n      __typename\n    }\n  }\n"): typeof import('./graphql.ts').AuditChangePasswordDocument;
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  mutation CreateTicket($input: CreateDownloadTicketInput!) {\n    createDownloadTicket(input: $input) {\n      __typename\n      ... on CreateDownloadTicketSuccess {\n        url\n        expiresAt\n      }\n      ... on RateLimitedError {\n        retryAfterSeconds\n      }\n      ... on Error {\n        code\n        message\n      }\n    }\n  }\n"): typeof import('./graphql.ts').CreateTicketDocument;
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  subscription FollowExport($id: ID!) {\n    exportProgress(id: $id) {\n      status\n      downloadPath\n      progress {\n        rowsDone\n        rowsTotal\n        percent\n      }\n    }\n  }\n"): typeof import('./graphql.ts').FollowExportDocument;
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  query ListInvestors($first: Int, $after: String, $last: Int, $before: String, $search: String) {\n    investors(first: $first, after: $after, last: $last, before: $before, search: $search) {\n      totalCount\n      pageInfo {\n        hasNextPage\n        hasPreviousPage\n        startCursor\n        endCursor\n      }\n      edges {\n        cursor\n      }\n      nodes {\n        id\n        name\n        email\n        profileType\n        maskedTaxId\n        maskedBankAccount\n        createdAt\n      }\n    }\n  }\n"): typeof import('./graphql.ts').ListInvestorsDocument;
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  mutation RequestExport($input: RequestExportInput!) {\n    requestExport(input: $input) {\n      __typename\n      ... on RequestExportSuccess {\n        export {\n          id\n          status\n          fileName\n        }\n      }\n      ... on Error {\n        code\n        message\n      }\n    }\n  }\n"): typeof import('./graphql.ts').RequestExportDocument;
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  subscription ExportCompleted {\n    exportCompleted {\n      id\n      status\n      rowCount\n      byteSize\n      sha256\n      downloadPath\n      progress {\n        rowsDone\n        rowsTotal\n        percent\n      }\n    }\n  }\n"): typeof import('./graphql.ts').ExportCompletedDocument;
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  subscription NotificationReceived($after: String) {\n    notificationReceived(after: $after) {\n      cursor\n      unreadCount\n      notification {\n        kind\n        title\n        body\n        readAt\n        export {\n          id\n          downloadPath\n        }\n      }\n    }\n  }\n"): typeof import('./graphql.ts').NotificationReceivedDocument;
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  query ReadMfa {\n    viewer {\n      account {\n        mfaSettings {\n          enabled\n          rememberMeAllowed\n          rememberMeDays\n          unverifiedTeamMembers {\n            email\n          }\n          updatedAt\n          updatedBy {\n            email\n          }\n        }\n        teamMembers(first: 1) {\n          nodes {\n            name\n          }\n        }\n      }\n    }\n  }\n"): typeof import('./graphql.ts').ReadMfaDocument;
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n    mutation UpdateMfaAnonymously {\n      updateMfaSettings(input: { enabled: true }) {\n        __typename\n      }\n    }\n  "): typeof import('./graphql.ts').UpdateMfaAnonymouslyDocument;
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  subscription NotMeBell {\n    notificationReceived {\n      cursor\n    }\n  }\n"): typeof import('./graphql.ts').NotMeBellDocument;
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  query StillSignedIn {\n    viewer {\n      session {\n        id\n      }\n    }\n  }\n"): typeof import('./graphql.ts').StillSignedInDocument;
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  query CurrentDevices {\n    viewer {\n      trustedDevices {\n        current\n      }\n    }\n  }\n"): typeof import('./graphql.ts').CurrentDevicesDocument;
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  mutation ResendCode($challengeToken: String!) {\n    resendCode(input: { challengeToken: $challengeToken }) {\n      __typename\n      ... on VerificationRequired {\n        challengeToken\n        sentTo\n        rememberMeAllowed\n      }\n      ... on RateLimitedError {\n        retryAfterSeconds\n        message\n      }\n      ... on ChallengeExpiredError {\n        code\n      }\n    }\n  }\n"): typeof import('./graphql.ts').ResendCodeDocument;
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  mutation SignOutElsewhere {\n    revokeOtherSessions {\n      __typename\n    }\n  }\n"): typeof import('./graphql.ts').SignOutElsewhereDocument;
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  query MySessions {\n    viewer {\n      session {\n        id\n      }\n      sessions {\n        id\n        current\n        userAgent\n        ipAddress\n        createdAt\n        lastSeenAt\n        expiresAt\n      }\n    }\n  }\n"): typeof import('./graphql.ts').MySessionsDocument;
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  query WhoIsSignedIn {\n    viewer {\n      teamMember {\n        email\n      }\n    }\n  }\n"): typeof import('./graphql.ts').WhoIsSignedInDocument;
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  mutation RevokeSession($id: ID!) {\n    revokeSession(input: { sessionId: $id }) {\n      __typename\n      ... on RevokeSessionSuccess {\n        revokedSessionId\n      }\n      ... on NotFoundError {\n        code\n        message\n      }\n    }\n  }\n"): typeof import('./graphql.ts').RevokeSessionDocument;
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  mutation RevokeOtherSessions {\n    revokeOtherSessions {\n      __typename\n      ... on RevokeOtherSessionsSuccess {\n        revokedCount\n      }\n    }\n  }\n"): typeof import('./graphql.ts').RevokeOtherSessionsDocument;
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  query SessionNode($id: ID!) {\n    node(id: $id) {\n      __typename\n      id\n    }\n  }\n"): typeof import('./graphql.ts').SessionNodeDocument;
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  subscription SessionBell {\n    notificationReceived {\n      cursor\n    }\n  }\n"): typeof import('./graphql.ts').SessionBellDocument;
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  query Team($first: Int, $after: String, $last: Int, $before: String) {\n    viewer {\n      account {\n        name\n        teamMembers(first: $first, after: $after, last: $last, before: $before) {\n          totalCount\n          pageInfo {\n            hasNextPage\n            hasPreviousPage\n            startCursor\n            endCursor\n          }\n          edges {\n            cursor\n          }\n          nodes {\n            name\n            email\n            emailVerified\n            role\n            sensitiveDataAccess\n            status\n          }\n        }\n        mfaSettings {\n          unverifiedTeamMembers {\n            name\n          }\n        }\n      }\n    }\n  }\n"): typeof import('./graphql.ts').TeamDocument;
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  query NodeOf($id: ID!) {\n    node(id: $id) {\n      __typename\n      id\n    }\n  }\n"): typeof import('./graphql.ts').NodeOfDocument;
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  subscription TeamBell {\n    notificationReceived {\n      cursor\n    }\n  }\n"): typeof import('./graphql.ts').TeamBellDocument;
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  query MyDevices {\n    viewer {\n      trustedDevices {\n        id\n        current\n        userAgent\n        createdAt\n        lastUsedAt\n        expiresAt\n      }\n    }\n  }\n"): typeof import('./graphql.ts').MyDevicesDocument;
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  mutation RevokeTrustedDevice($id: ID!) {\n    revokeTrustedDevice(input: { trustedDeviceId: $id }) {\n      __typename\n      ... on RevokeTrustedDeviceSuccess {\n        revokedTrustedDeviceId\n      }\n      ... on NotFoundError {\n        code\n        message\n      }\n    }\n  }\n"): typeof import('./graphql.ts').RevokeTrustedDeviceDocument;
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  query DeviceNode($id: ID!) {\n    node(id: $id) {\n      __typename\n    }\n  }\n"): typeof import('./graphql.ts').DeviceNodeDocument;
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  subscription FollowBell($after: String) {\n    notificationReceived(after: $after) {\n      cursor\n      unreadCount\n      notification {\n        id\n        title\n        readAt\n        export {\n          id\n          status\n        }\n      }\n    }\n  }\n"): typeof import('./graphql.ts').FollowBellDocument;
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  mutation MarkRead($notificationIds: [ID!]!) {\n    markNotificationsRead(input: { notificationIds: $notificationIds }) {\n      __typename\n      ... on MarkNotificationsReadSuccess {\n        unreadCount\n        notifications {\n          title\n          readAt\n        }\n      }\n      ... on InvalidInputError {\n        path\n      }\n      ... on Error {\n        code\n        message\n      }\n    }\n  }\n"): typeof import('./graphql.ts').MarkReadDocument;
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  mutation MarkAllRead($upTo: ID!) {\n    markAllNotificationsRead(input: { upTo: $upTo }) {\n      __typename\n      ... on MarkAllNotificationsReadSuccess {\n        unreadCount\n      }\n      ... on Error {\n        code\n        message\n      }\n    }\n  }\n"): typeof import('./graphql.ts').MarkAllReadDocument;
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  mutation AskForExport($input: RequestExportInput!) {\n    requestExport(input: $input) {\n      __typename\n      ... on RequestExportSuccess {\n        export {\n          id\n          status\n          fileName\n          downloadPath\n        }\n      }\n      ... on RateLimitedError {\n        retryAfterSeconds\n      }\n      ... on InvalidInputError {\n        path\n      }\n      ... on Error {\n        code\n        message\n      }\n    }\n  }\n"): typeof import('./graphql.ts').AskForExportDocument;
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  query ListExports($first: Int, $after: String, $last: Int, $before: String, $status: [ExportStatus!]) {\n    exports(first: $first, after: $after, last: $last, before: $before, status: $status) {\n      totalCount\n      edges {\n        cursor\n      }\n      nodes {\n        id\n        kind\n        status\n        fileName\n        rowCount\n        byteSize\n        sha256\n        failureMessage\n        downloadCount\n        lastDownloadedAt\n        downloadPath\n        progress {\n          rowsDone\n          rowsTotal\n          percent\n        }\n      }\n    }\n  }\n"): typeof import('./graphql.ts').ListExportsDocument;
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  query FindExport($id: ID!) {\n    export(id: $id) {\n      id\n      fileName\n    }\n  }\n"): typeof import('./graphql.ts').FindExportDocument;
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  query FindNode($id: ID!) {\n    node(id: $id) {\n      __typename\n      id\n    }\n  }\n"): typeof import('./graphql.ts').FindNodeDocument;
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  query ListNotifications($first: Int, $after: String, $unreadOnly: Boolean) {\n    notifications(first: $first, after: $after, unreadOnly: $unreadOnly) {\n      totalCount\n      unreadCount\n      edges {\n        cursor\n      }\n      nodes {\n        id\n        title\n        kind\n        export {\n          id\n        }\n      }\n    }\n  }\n"): typeof import('./graphql.ts').ListNotificationsDocument;
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  subscription ListenForExports {\n    exportCompleted {\n      id\n    }\n  }\n"): typeof import('./graphql.ts').ListenForExportsDocument;
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  subscription ListenToBell($after: String) {\n    notificationReceived(after: $after) {\n      cursor\n      unreadCount\n      notification {\n        id\n        title\n        export {\n          id\n        }\n      }\n    }\n  }\n"): typeof import('./graphql.ts').ListenToBellDocument;
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  mutation SendVerification {\n    sendEmailVerification {\n      __typename\n      ... on SendEmailVerificationSuccess {\n        sentTo\n        expiresAt\n        resendAvailableAt\n      }\n      ... on RateLimitedError {\n        retryAfterSeconds\n      }\n      ... on Error {\n        code\n        message\n      }\n    }\n  }\n"): typeof import('./graphql.ts').SendVerificationDocument;
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  mutation VerifyEmail($input: VerifyEmailInput!) {\n    verifyEmail(input: $input) {\n      __typename\n      ... on VerifyEmailSuccess {\n        teamMember {\n          email\n          emailVerified\n        }\n      }\n      ... on InvalidCodeError {\n        attemptsRemaining\n      }\n      ... on RateLimitedError {\n        retryAfterSeconds\n      }\n      ... on Error {\n        code\n        message\n      }\n    }\n  }\n"): typeof import('./graphql.ts').VerifyEmailDocument;
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  mutation ChangeEmail($input: ChangeEmailInput!) {\n    changeEmail(input: $input) {\n      __typename\n      ... on ChangeEmailSuccess {\n        pendingEmail\n        expiresAt\n        resendAvailableAt\n      }\n      ... on InvalidInputError {\n        path\n      }\n      ... on RateLimitedError {\n        retryAfterSeconds\n      }\n      ... on Error {\n        code\n        message\n      }\n    }\n  }\n"): typeof import('./graphql.ts').ChangeEmailDocument;
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  mutation ChangePassword($input: ChangePasswordInput!) {\n    changePassword(input: $input) {\n      __typename\n      ... on ChangePasswordSuccess {\n        ok\n      }\n      ... on RateLimitedError {\n        retryAfterSeconds\n      }\n      ... on Error {\n        code\n        message\n      }\n    }\n  }\n"): typeof import('./graphql.ts').ChangePasswordDocument;
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  mutation RequestPasswordReset($input: RequestPasswordResetInput!) {\n    requestPasswordReset(input: $input) {\n      __typename\n      ... on RequestPasswordResetSuccess {\n        ok\n      }\n      ... on RateLimitedError {\n        retryAfterSeconds\n      }\n      ... on Error {\n        code\n        message\n      }\n    }\n  }\n"): typeof import('./graphql.ts').RequestPasswordResetDocument;
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  mutation ResetPassword($input: ResetPasswordInput!) {\n    resetPassword(input: $input) {\n      __typename\n      ... on ResetPasswordSuccess {\n        ok\n      }\n      ... on RateLimitedError {\n        retryAfterSeconds\n      }\n      ... on Error {\n        code\n        message\n      }\n    }\n  }\n"): typeof import('./graphql.ts').ResetPasswordDocument;
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  mutation Reauthenticate($input: ReauthenticateInput!) {\n    reauthenticate(input: $input) {\n      __typename\n      ... on ReauthenticateSuccess {\n        authenticatedUntil\n      }\n      ... on RateLimitedError {\n        retryAfterSeconds\n      }\n      ... on Error {\n        code\n        message\n      }\n    }\n  }\n"): typeof import('./graphql.ts').ReauthenticateDocument;
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  query MyProfile {\n    viewer {\n      pendingEmail\n      teamMember {\n        email\n        emailVerified\n      }\n    }\n  }\n"): typeof import('./graphql.ts').MyProfileDocument;
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  mutation LogIn($input: LoginInput!) {\n    login(input: $input) {\n      __typename\n      ... on LoginSuccess {\n        sessionToken\n        trustedDeviceToken\n        viewer {\n          teamMember {\n            email\n          }\n          session {\n            current\n            userAgent\n            ipAddress\n          }\n        }\n      }\n      ... on VerificationRequired {\n        challengeToken\n        sentTo\n        expiresAt\n        resendAvailableAt\n        rememberMeAllowed\n        rememberMeDays\n      }\n      ... on RateLimitedError {\n        retryAfterSeconds\n      }\n      ... on Error {\n        code\n        message\n      }\n    }\n  }\n"): typeof import('./graphql.ts').LogInDocument;
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  mutation GiveCode($input: VerifyCodeInput!) {\n    verifyCode(input: $input) {\n      __typename\n      ... on LoginSuccess {\n        sessionToken\n        trustedDeviceToken\n        viewer {\n          teamMember {\n            email\n            emailVerified\n          }\n        }\n      }\n      ... on InvalidCodeError {\n        attemptsRemaining\n      }\n      ... on RateLimitedError {\n        retryAfterSeconds\n      }\n      ... on Error {\n        code\n        message\n      }\n    }\n  }\n"): typeof import('./graphql.ts').GiveCodeDocument;
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  mutation LogOut {\n    logout {\n      __typename\n      ... on LogoutSuccess {\n        ok\n      }\n    }\n  }\n"): typeof import('./graphql.ts').LogOutDocument;
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  query WhoAmI {\n    viewer {\n      teamMember {\n        email\n      }\n    }\n  }\n"): typeof import('./graphql.ts').WhoAmIDocument;
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  mutation UpdateMfa($input: UpdateMfaSettingsInput!) {\n    updateMfaSettings(input: $input) {\n      __typename\n      ... on UpdateMfaSettingsSuccess {\n        account {\n          mfaSettings {\n            enabled\n            rememberMeAllowed\n          }\n        }\n      }\n      ... on UnverifiedTeamMembersError {\n        teamMembers {\n          name\n          email\n        }\n      }\n      ... on Error {\n        code\n        message\n      }\n    }\n  }\n"): typeof import('./graphql.ts').UpdateMfaDocument;
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  mutation Invite($input: InviteTeamMemberInput!) {\n    inviteTeamMember(input: $input) {\n      __typename\n      ... on InviteTeamMemberSuccess {\n        teamMember {\n          id\n          name\n          email\n          emailVerified\n          role\n          sensitiveDataAccess\n          status\n        }\n      }\n      ... on InvalidInputError {\n        path\n      }\n      ... on RateLimitedError {\n        retryAfterSeconds\n      }\n      ... on Error {\n        code\n        message\n      }\n    }\n  }\n"): typeof import('./graphql.ts').InviteDocument;
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  mutation Accept($input: AcceptInvitationInput!) {\n    acceptInvitation(input: $input) {\n      __typename\n      ... on AcceptInvitationSuccess {\n        teamMember {\n          name\n          email\n          emailVerified\n          status\n        }\n      }\n      ... on Error {\n        code\n        message\n      }\n    }\n  }\n"): typeof import('./graphql.ts').AcceptDocument;
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  mutation SetAccess($input: SetSensitiveDataAccessInput!) {\n    setSensitiveDataAccess(input: $input) {\n      __typename\n      ... on SetSensitiveDataAccessSuccess {\n        teamMember {\n          email\n          sensitiveDataAccess\n        }\n      }\n      ... on Error {\n        code\n        message\n      }\n    }\n  }\n"): typeof import('./graphql.ts').SetAccessDocument;
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  mutation Deactivate($input: DeactivateTeamMemberInput!) {\n    deactivateTeamMember(input: $input) {\n      __typename\n      ... on DeactivateTeamMemberSuccess {\n        teamMember {\n          email\n          status\n          sensitiveDataAccess\n        }\n      }\n      ... on Error {\n        code\n        message\n      }\n    }\n  }\n"): typeof import('./graphql.ts').DeactivateDocument;
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  mutation Reactivate($input: ReactivateTeamMemberInput!) {\n    reactivateTeamMember(input: $input) {\n      __typename\n      ... on ReactivateTeamMemberSuccess {\n        teamMember {\n          email\n          status\n          sensitiveDataAccess\n        }\n      }\n      ... on UnverifiedTeamMembersError {\n        teamMembers {\n          email\n        }\n      }\n      ... on Error {\n        code\n        message\n      }\n    }\n  }\n"): typeof import('./graphql.ts').ReactivateDocument;
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  mutation SetRole($input: SetTeamMemberRoleInput!) {\n    setTeamMemberRole(input: $input) {\n      __typename\n      ... on SetTeamMemberRoleSuccess {\n        teamMember {\n          email\n          role\n          sensitiveDataAccess\n        }\n      }\n      ... on Error {\n        code\n        message\n      }\n    }\n  }\n"): typeof import('./graphql.ts').SetRoleDocument;


export function graphql(source: string) {
  return (documents as any)[source] ?? {};
}
