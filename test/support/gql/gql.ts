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
    "\n  mutation RequestExport($input: RequestExportInput!) {\n    requestExport(input: $input) {\n      __typename\n      ... on RequestExportSuccess {\n        export {\n          id\n          status\n          fileName\n        }\n      }\n      ... on Error {\n        code\n        message\n      }\n    }\n  }\n": typeof types.RequestExportDocument,
    "\n  subscription ExportCompleted {\n    exportCompleted {\n      id\n      status\n      rowCount\n      byteSize\n      sha256\n      downloadPath\n      progress {\n        rowsDone\n        rowsTotal\n        percent\n      }\n    }\n  }\n": typeof types.ExportCompletedDocument,
    "\n  subscription NotificationReceived($after: String) {\n    notificationReceived(after: $after) {\n      cursor\n      unreadCount\n      notification {\n        kind\n        title\n        body\n        readAt\n        export {\n          id\n          downloadPath\n        }\n      }\n    }\n  }\n": typeof types.NotificationReceivedDocument,
    "\n  mutation SignIn($input: LoginInput!) {\n    login(input: $input) {\n      __typename\n      ... on LoginSuccess {\n        sessionToken\n      }\n    }\n  }\n": typeof types.SignInDocument,
};
const documents: Documents = {
    "\n  mutation RequestExport($input: RequestExportInput!) {\n    requestExport(input: $input) {\n      __typename\n      ... on RequestExportSuccess {\n        export {\n          id\n          status\n          fileName\n        }\n      }\n      ... on Error {\n        code\n        message\n      }\n    }\n  }\n": types.RequestExportDocument,
    "\n  subscription ExportCompleted {\n    exportCompleted {\n      id\n      status\n      rowCount\n      byteSize\n      sha256\n      downloadPath\n      progress {\n        rowsDone\n        rowsTotal\n        percent\n      }\n    }\n  }\n": types.ExportCompletedDocument,
    "\n  subscription NotificationReceived($after: String) {\n    notificationReceived(after: $after) {\n      cursor\n      unreadCount\n      notification {\n        kind\n        title\n        body\n        readAt\n        export {\n          id\n          downloadPath\n        }\n      }\n    }\n  }\n": types.NotificationReceivedDocument,
    "\n  mutation SignIn($input: LoginInput!) {\n    login(input: $input) {\n      __typename\n      ... on LoginSuccess {\n        sessionToken\n      }\n    }\n  }\n": types.SignInDocument,
};

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


export function graphql(source: string) {
  return (documents as any)[source] ?? {};
}
