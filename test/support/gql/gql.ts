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
    "\n  mutation E2eLogin($input: LoginInput!) {\n    login(input: $input) {\n      __typename\n      ... on LoginSuccess {\n        sessionToken\n        trustedDeviceToken\n        viewer {\n          teamMember {\n            name\n          }\n        }\n      }\n      ... on VerificationRequired {\n        challengeToken\n        sentTo\n        rememberMeAllowed\n      }\n      ... on Error {\n        code\n        message\n      }\n    }\n  }\n": typeof types.E2eLoginDocument,
    "\n  mutation E2eVerifyCode($input: VerifyCodeInput!) {\n    verifyCode(input: $input) {\n      __typename\n      ... on LoginSuccess {\n        sessionToken\n        trustedDeviceToken\n        viewer {\n          teamMember {\n            name\n          }\n        }\n      }\n      ... on InvalidCodeError {\n        attemptsRemaining\n      }\n      ... on Error {\n        code\n        message\n      }\n    }\n  }\n": typeof types.E2eVerifyCodeDocument,
    "\n  mutation E2eRequestExport($input: RequestExportInput!) {\n    requestExport(input: $input) {\n      __typename\n      ... on RequestExportSuccess {\n        export {\n          id\n          status\n          fileName\n        }\n      }\n      ... on Error {\n        code\n        message\n      }\n    }\n  }\n": typeof types.E2eRequestExportDocument,
    "\n  subscription E2eExportCompleted {\n    exportCompleted {\n      id\n      status\n      rowCount\n      sha256\n      downloadPath\n    }\n  }\n": typeof types.E2eExportCompletedDocument,
    "\n  subscription E2eNotificationReceived {\n    notificationReceived {\n      unreadCount\n      notification {\n        kind\n        title\n        body\n        export {\n          id\n          downloadPath\n        }\n      }\n    }\n  }\n": typeof types.E2eNotificationReceivedDocument,
    "\n  query E2eExports {\n    exports {\n      totalCount\n      nodes {\n        id\n        status\n        rowCount\n        downloadPath\n      }\n    }\n  }\n": typeof types.E2eExportsDocument,
    "\n  query E2eOneExport($id: ID!) {\n    export(id: $id) {\n      id\n      status\n      downloadPath\n    }\n    node(id: $id) {\n      id\n    }\n  }\n": typeof types.E2eOneExportDocument,
    "\n  query E2eBell {\n    notifications {\n      totalCount\n      unreadCount\n      nodes {\n        kind\n        title\n      }\n    }\n  }\n": typeof types.E2eBellDocument,
    "\n  query E2eInvestors($search: String) {\n    investors(search: $search) {\n      totalCount\n      nodes {\n        name\n        maskedTaxId\n        maskedBankAccount\n      }\n    }\n  }\n": typeof types.E2eInvestorsDocument,
    "\n  query E2eViewer {\n    viewer {\n      teamMember {\n        email\n      }\n    }\n  }\n": typeof types.E2eViewerDocument,
    "\n  mutation E2eLogout {\n    logout {\n      __typename\n    }\n  }\n": typeof types.E2eLogoutDocument,
    "\n  query ListInvestors($first: Int, $after: String, $last: Int, $before: String, $search: String) {\n    investors(first: $first, after: $after, last: $last, before: $before, search: $search) {\n      totalCount\n      pageInfo {\n        hasNextPage\n        hasPreviousPage\n        startCursor\n        endCursor\n      }\n      edges {\n        cursor\n      }\n      nodes {\n        id\n        name\n        email\n        profileType\n        maskedTaxId\n        maskedBankAccount\n        createdAt\n      }\n    }\n  }\n": typeof types.ListInvestorsDocument,
    "\n  mutation RequestExport($input: RequestExportInput!) {\n    requestExport(input: $input) {\n      __typename\n      ... on RequestExportSuccess {\n        export {\n          id\n          status\n          fileName\n        }\n      }\n      ... on Error {\n        code\n        message\n      }\n    }\n  }\n": typeof types.RequestExportDocument,
    "\n  subscription ExportCompleted {\n    exportCompleted {\n      id\n      status\n      rowCount\n      byteSize\n      sha256\n      downloadPath\n      progress {\n        rowsDone\n        rowsTotal\n        percent\n      }\n    }\n  }\n": typeof types.ExportCompletedDocument,
    "\n  subscription NotificationReceived($after: String) {\n    notificationReceived(after: $after) {\n      cursor\n      unreadCount\n      notification {\n        kind\n        title\n        body\n        readAt\n        export {\n          id\n          downloadPath\n        }\n      }\n    }\n  }\n": typeof types.NotificationReceivedDocument,
    "\n  mutation SignIn($input: LoginInput!) {\n    login(input: $input) {\n      __typename\n      ... on LoginSuccess {\n        sessionToken\n      }\n    }\n  }\n": typeof types.SignInDocument,
    "\n  mutation AskForExport($input: RequestExportInput!) {\n    requestExport(input: $input) {\n      __typename\n      ... on RequestExportSuccess {\n        export {\n          id\n          status\n          fileName\n          downloadPath\n        }\n      }\n      ... on RateLimitedError {\n        retryAfterSeconds\n      }\n      ... on InvalidInputError {\n        path\n      }\n      ... on Error {\n        code\n        message\n      }\n    }\n  }\n": typeof types.AskForExportDocument,
    "\n  query ListExports($first: Int, $after: String, $last: Int, $before: String, $status: [ExportStatus!]) {\n    exports(first: $first, after: $after, last: $last, before: $before, status: $status) {\n      totalCount\n      edges {\n        cursor\n      }\n      nodes {\n        id\n        kind\n        status\n        fileName\n        rowCount\n        byteSize\n        sha256\n        failureMessage\n        downloadCount\n        lastDownloadedAt\n        downloadPath\n        progress {\n          rowsDone\n          rowsTotal\n          percent\n        }\n      }\n    }\n  }\n": typeof types.ListExportsDocument,
    "\n  query FindExport($id: ID!) {\n    export(id: $id) {\n      id\n      fileName\n    }\n  }\n": typeof types.FindExportDocument,
    "\n  query FindNode($id: ID!) {\n    node(id: $id) {\n      __typename\n      id\n    }\n  }\n": typeof types.FindNodeDocument,
    "\n  query ListNotifications($first: Int, $after: String, $unreadOnly: Boolean) {\n    notifications(first: $first, after: $after, unreadOnly: $unreadOnly) {\n      totalCount\n      unreadCount\n      edges {\n        cursor\n      }\n      nodes {\n        id\n        title\n        kind\n        export {\n          id\n        }\n      }\n    }\n  }\n": typeof types.ListNotificationsDocument,
    "\n  subscription ListenForExports {\n    exportCompleted {\n      id\n    }\n  }\n": typeof types.ListenForExportsDocument,
    "\n  subscription ListenToBell($after: String) {\n    notificationReceived(after: $after) {\n      cursor\n      unreadCount\n      notification {\n        id\n        title\n        export {\n          id\n        }\n      }\n    }\n  }\n": typeof types.ListenToBellDocument,
    "\n  mutation LogIn($input: LoginInput!) {\n    login(input: $input) {\n      __typename\n      ... on LoginSuccess {\n        sessionToken\n        trustedDeviceToken\n        viewer {\n          teamMember {\n            email\n          }\n          session {\n            current\n            userAgent\n            ipAddress\n          }\n        }\n      }\n      ... on VerificationRequired {\n        challengeToken\n        sentTo\n        expiresAt\n        resendAvailableAt\n        rememberMeAllowed\n      }\n      ... on RateLimitedError {\n        retryAfterSeconds\n      }\n      ... on Error {\n        code\n        message\n      }\n    }\n  }\n": typeof types.LogInDocument,
    "\n  mutation GiveCode($input: VerifyCodeInput!) {\n    verifyCode(input: $input) {\n      __typename\n      ... on LoginSuccess {\n        sessionToken\n        trustedDeviceToken\n        viewer {\n          teamMember {\n            email\n            emailVerified\n          }\n        }\n      }\n      ... on InvalidCodeError {\n        attemptsRemaining\n      }\n      ... on Error {\n        code\n        message\n      }\n    }\n  }\n": typeof types.GiveCodeDocument,
    "\n  mutation LogOut {\n    logout {\n      __typename\n      ... on LogoutSuccess {\n        ok\n      }\n    }\n  }\n": typeof types.LogOutDocument,
    "\n  query WhoAmI {\n    viewer {\n      teamMember {\n        email\n      }\n    }\n  }\n": typeof types.WhoAmIDocument,
};
const documents: Documents = {
    "\n  mutation E2eLogin($input: LoginInput!) {\n    login(input: $input) {\n      __typename\n      ... on LoginSuccess {\n        sessionToken\n        trustedDeviceToken\n        viewer {\n          teamMember {\n            name\n          }\n        }\n      }\n      ... on VerificationRequired {\n        challengeToken\n        sentTo\n        rememberMeAllowed\n      }\n      ... on Error {\n        code\n        message\n      }\n    }\n  }\n": types.E2eLoginDocument,
    "\n  mutation E2eVerifyCode($input: VerifyCodeInput!) {\n    verifyCode(input: $input) {\n      __typename\n      ... on LoginSuccess {\n        sessionToken\n        trustedDeviceToken\n        viewer {\n          teamMember {\n            name\n          }\n        }\n      }\n      ... on InvalidCodeError {\n        attemptsRemaining\n      }\n      ... on Error {\n        code\n        message\n      }\n    }\n  }\n": types.E2eVerifyCodeDocument,
    "\n  mutation E2eRequestExport($input: RequestExportInput!) {\n    requestExport(input: $input) {\n      __typename\n      ... on RequestExportSuccess {\n        export {\n          id\n          status\n          fileName\n        }\n      }\n      ... on Error {\n        code\n        message\n      }\n    }\n  }\n": types.E2eRequestExportDocument,
    "\n  subscription E2eExportCompleted {\n    exportCompleted {\n      id\n      status\n      rowCount\n      sha256\n      downloadPath\n    }\n  }\n": types.E2eExportCompletedDocument,
    "\n  subscription E2eNotificationReceived {\n    notificationReceived {\n      unreadCount\n      notification {\n        kind\n        title\n        body\n        export {\n          id\n          downloadPath\n        }\n      }\n    }\n  }\n": types.E2eNotificationReceivedDocument,
    "\n  query E2eExports {\n    exports {\n      totalCount\n      nodes {\n        id\n        status\n        rowCount\n        downloadPath\n      }\n    }\n  }\n": types.E2eExportsDocument,
    "\n  query E2eOneExport($id: ID!) {\n    export(id: $id) {\n      id\n      status\n      downloadPath\n    }\n    node(id: $id) {\n      id\n    }\n  }\n": types.E2eOneExportDocument,
    "\n  query E2eBell {\n    notifications {\n      totalCount\n      unreadCount\n      nodes {\n        kind\n        title\n      }\n    }\n  }\n": types.E2eBellDocument,
    "\n  query E2eInvestors($search: String) {\n    investors(search: $search) {\n      totalCount\n      nodes {\n        name\n        maskedTaxId\n        maskedBankAccount\n      }\n    }\n  }\n": types.E2eInvestorsDocument,
    "\n  query E2eViewer {\n    viewer {\n      teamMember {\n        email\n      }\n    }\n  }\n": types.E2eViewerDocument,
    "\n  mutation E2eLogout {\n    logout {\n      __typename\n    }\n  }\n": types.E2eLogoutDocument,
    "\n  query ListInvestors($first: Int, $after: String, $last: Int, $before: String, $search: String) {\n    investors(first: $first, after: $after, last: $last, before: $before, search: $search) {\n      totalCount\n      pageInfo {\n        hasNextPage\n        hasPreviousPage\n        startCursor\n        endCursor\n      }\n      edges {\n        cursor\n      }\n      nodes {\n        id\n        name\n        email\n        profileType\n        maskedTaxId\n        maskedBankAccount\n        createdAt\n      }\n    }\n  }\n": types.ListInvestorsDocument,
    "\n  mutation RequestExport($input: RequestExportInput!) {\n    requestExport(input: $input) {\n      __typename\n      ... on RequestExportSuccess {\n        export {\n          id\n          status\n          fileName\n        }\n      }\n      ... on Error {\n        code\n        message\n      }\n    }\n  }\n": types.RequestExportDocument,
    "\n  subscription ExportCompleted {\n    exportCompleted {\n      id\n      status\n      rowCount\n      byteSize\n      sha256\n      downloadPath\n      progress {\n        rowsDone\n        rowsTotal\n        percent\n      }\n    }\n  }\n": types.ExportCompletedDocument,
    "\n  subscription NotificationReceived($after: String) {\n    notificationReceived(after: $after) {\n      cursor\n      unreadCount\n      notification {\n        kind\n        title\n        body\n        readAt\n        export {\n          id\n          downloadPath\n        }\n      }\n    }\n  }\n": types.NotificationReceivedDocument,
    "\n  mutation SignIn($input: LoginInput!) {\n    login(input: $input) {\n      __typename\n      ... on LoginSuccess {\n        sessionToken\n      }\n    }\n  }\n": types.SignInDocument,
    "\n  mutation AskForExport($input: RequestExportInput!) {\n    requestExport(input: $input) {\n      __typename\n      ... on RequestExportSuccess {\n        export {\n          id\n          status\n          fileName\n          downloadPath\n        }\n      }\n      ... on RateLimitedError {\n        retryAfterSeconds\n      }\n      ... on InvalidInputError {\n        path\n      }\n      ... on Error {\n        code\n        message\n      }\n    }\n  }\n": types.AskForExportDocument,
    "\n  query ListExports($first: Int, $after: String, $last: Int, $before: String, $status: [ExportStatus!]) {\n    exports(first: $first, after: $after, last: $last, before: $before, status: $status) {\n      totalCount\n      edges {\n        cursor\n      }\n      nodes {\n        id\n        kind\n        status\n        fileName\n        rowCount\n        byteSize\n        sha256\n        failureMessage\n        downloadCount\n        lastDownloadedAt\n        downloadPath\n        progress {\n          rowsDone\n          rowsTotal\n          percent\n        }\n      }\n    }\n  }\n": types.ListExportsDocument,
    "\n  query FindExport($id: ID!) {\n    export(id: $id) {\n      id\n      fileName\n    }\n  }\n": types.FindExportDocument,
    "\n  query FindNode($id: ID!) {\n    node(id: $id) {\n      __typename\n      id\n    }\n  }\n": types.FindNodeDocument,
    "\n  query ListNotifications($first: Int, $after: String, $unreadOnly: Boolean) {\n    notifications(first: $first, after: $after, unreadOnly: $unreadOnly) {\n      totalCount\n      unreadCount\n      edges {\n        cursor\n      }\n      nodes {\n        id\n        title\n        kind\n        export {\n          id\n        }\n      }\n    }\n  }\n": types.ListNotificationsDocument,
    "\n  subscription ListenForExports {\n    exportCompleted {\n      id\n    }\n  }\n": types.ListenForExportsDocument,
    "\n  subscription ListenToBell($after: String) {\n    notificationReceived(after: $after) {\n      cursor\n      unreadCount\n      notification {\n        id\n        title\n        export {\n          id\n        }\n      }\n    }\n  }\n": types.ListenToBellDocument,
    "\n  mutation LogIn($input: LoginInput!) {\n    login(input: $input) {\n      __typename\n      ... on LoginSuccess {\n        sessionToken\n        trustedDeviceToken\n        viewer {\n          teamMember {\n            email\n          }\n          session {\n            current\n            userAgent\n            ipAddress\n          }\n        }\n      }\n      ... on VerificationRequired {\n        challengeToken\n        sentTo\n        expiresAt\n        resendAvailableAt\n        rememberMeAllowed\n      }\n      ... on RateLimitedError {\n        retryAfterSeconds\n      }\n      ... on Error {\n        code\n        message\n      }\n    }\n  }\n": types.LogInDocument,
    "\n  mutation GiveCode($input: VerifyCodeInput!) {\n    verifyCode(input: $input) {\n      __typename\n      ... on LoginSuccess {\n        sessionToken\n        trustedDeviceToken\n        viewer {\n          teamMember {\n            email\n            emailVerified\n          }\n        }\n      }\n      ... on InvalidCodeError {\n        attemptsRemaining\n      }\n      ... on Error {\n        code\n        message\n      }\n    }\n  }\n": types.GiveCodeDocument,
    "\n  mutation LogOut {\n    logout {\n      __typename\n      ... on LogoutSuccess {\n        ok\n      }\n    }\n  }\n": types.LogOutDocument,
    "\n  query WhoAmI {\n    viewer {\n      teamMember {\n        email\n      }\n    }\n  }\n": types.WhoAmIDocument,
};

/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  mutation E2eLogin($input: LoginInput!) {\n    login(input: $input) {\n      __typename\n      ... on LoginSuccess {\n        sessionToken\n        trustedDeviceToken\n        viewer {\n          teamMember {\n            name\n          }\n        }\n      }\n      ... on VerificationRequired {\n        challengeToken\n        sentTo\n        rememberMeAllowed\n      }\n      ... on Error {\n        code\n        message\n      }\n    }\n  }\n"): typeof import('./graphql.ts').E2eLoginDocument;
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  mutation E2eVerifyCode($input: VerifyCodeInput!) {\n    verifyCode(input: $input) {\n      __typename\n      ... on LoginSuccess {\n        sessionToken\n        trustedDeviceToken\n        viewer {\n          teamMember {\n            name\n          }\n        }\n      }\n      ... on InvalidCodeError {\n        attemptsRemaining\n      }\n      ... on Error {\n        code\n        message\n      }\n    }\n  }\n"): typeof import('./graphql.ts').E2eVerifyCodeDocument;
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  mutation E2eRequestExport($input: RequestExportInput!) {\n    requestExport(input: $input) {\n      __typename\n      ... on RequestExportSuccess {\n        export {\n          id\n          status\n          fileName\n        }\n      }\n      ... on Error {\n        code\n        message\n      }\n    }\n  }\n"): typeof import('./graphql.ts').E2eRequestExportDocument;
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
export function graphql(source: "\n  query E2eViewer {\n    viewer {\n      teamMember {\n        email\n      }\n    }\n  }\n"): typeof import('./graphql.ts').E2eViewerDocument;
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  mutation E2eLogout {\n    logout {\n      __typename\n    }\n  }\n"): typeof import('./graphql.ts').E2eLogoutDocument;
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
export function graphql(source: "\n  mutation SignIn($input: LoginInput!) {\n    login(input: $input) {\n      __typename\n      ... on LoginSuccess {\n        sessionToken\n      }\n    }\n  }\n"): typeof import('./graphql.ts').SignInDocument;
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
export function graphql(source: "\n  mutation LogIn($input: LoginInput!) {\n    login(input: $input) {\n      __typename\n      ... on LoginSuccess {\n        sessionToken\n        trustedDeviceToken\n        viewer {\n          teamMember {\n            email\n          }\n          session {\n            current\n            userAgent\n            ipAddress\n          }\n        }\n      }\n      ... on VerificationRequired {\n        challengeToken\n        sentTo\n        expiresAt\n        resendAvailableAt\n        rememberMeAllowed\n      }\n      ... on RateLimitedError {\n        retryAfterSeconds\n      }\n      ... on Error {\n        code\n        message\n      }\n    }\n  }\n"): typeof import('./graphql.ts').LogInDocument;
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  mutation GiveCode($input: VerifyCodeInput!) {\n    verifyCode(input: $input) {\n      __typename\n      ... on LoginSuccess {\n        sessionToken\n        trustedDeviceToken\n        viewer {\n          teamMember {\n            email\n            emailVerified\n          }\n        }\n      }\n      ... on InvalidCodeError {\n        attemptsRemaining\n      }\n      ... on Error {\n        code\n        message\n      }\n    }\n  }\n"): typeof import('./graphql.ts').GiveCodeDocument;
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  mutation LogOut {\n    logout {\n      __typename\n      ... on LogoutSuccess {\n        ok\n      }\n    }\n  }\n"): typeof import('./graphql.ts').LogOutDocument;
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  query WhoAmI {\n    viewer {\n      teamMember {\n        email\n      }\n    }\n  }\n"): typeof import('./graphql.ts').WhoAmIDocument;


export function graphql(source: string) {
  return (documents as any)[source] ?? {};
}
