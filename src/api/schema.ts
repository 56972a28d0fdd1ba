// The schema: every feature's types, and nothing else.
import '../graphql/common.ts'
import '../account/error-schema.ts'
import '../account/invitations/schema.ts'
import '../account/mfa/schema.ts'
import '../account/schema.ts'
import '../account/team/schema.ts'
import '../auth/error-schema.ts'
import '../auth/passwords/schema.ts'
import '../auth/email/schema.ts'
import '../auth/schema.ts'
import '../auth/factors/email-code/schema.ts'
import '../auth/sign-in/login-schema.ts'
import '../auth/sign-in/logout-schema.ts'
import '../auth/sign-in/verify-code-schema.ts'
import '../exports/ending/schema.ts'
import '../exports/list/schema.ts'
import '../exports/request/schema.ts'
import '../exports/run/schema.ts'
import '../exports/download/schema.ts'
import '../investors/schema.ts'
import '../notifications/read-schema.ts'
import '../notifications/schema.ts'
import { type GraphQLSchema, isObjectType } from 'graphql'
import { builder } from '../graphql/builder.ts'

export const schema = describeConnections(builder.toSchema())

/** The plugins make these the same for every list, and leave them without a description. */
function describeConnections(made: GraphQLSchema): GraphQLSchema {
  const args: Record<string, string> = {
    first: 'How many from the start: 20 unless told, 100 at most.',
    after: 'Begin after this cursor.',
    last: 'How many from the end, 100 at most.',
    before: 'End before this cursor.',
  }
  for (const type of Object.values(made.getTypeMap()).filter(isObjectType)) {
    for (const field of Object.values(type.getFields())) {
      if (field.name === 'totalCount') field.description ??= 'How many there are in all, on every page.'
      for (const arg of field.args) arg.description ??= args[arg.name] ?? null
    }
  }
  return made
}
