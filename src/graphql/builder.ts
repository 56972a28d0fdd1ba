// The schema builder: plugins and rules, no types. The types are in the features' schema.ts.
import SchemaBuilder from '@pothos/core'
import ErrorsPlugin from '@pothos/plugin-errors'
import PrismaPlugin from '@pothos/plugin-prisma'
import RelayPlugin from '@pothos/plugin-relay'
import ScopeAuthPlugin from '@pothos/plugin-scope-auth'
import ValidationPlugin from '@pothos/plugin-validation'
import type PrismaTypes from '../generated/pothos.ts'
import { getDatamodel } from '../generated/pothos.ts'
import { InvalidInputError } from '../platform/errors.ts'
import type { Context, SignedInContext } from './context.ts'
import { UnauthenticatedError } from './errors.ts'
import { findNode } from './find-node.ts'

export const builder = new SchemaBuilder<{
  Context: Context
  PrismaTypes: PrismaTypes
  Scalars: { DateTime: { Input: Date; Output: Date }; ID: { Input: string; Output: string } }
  AuthScopes: { signedIn: boolean }
  AuthContexts: { signedIn: SignedInContext }
  DefaultFieldNullability: false
  DefaultEdgesNullability: { list: false; items: false }
  DefaultNodeNullability: false
}>({
  // Errors first: it wraps the others, so that what they refuse can be an answer of a result union.
  plugins: [ErrorsPlugin, ScopeAuthPlugin, PrismaPlugin, RelayPlugin, ValidationPlugin],
  defaultFieldNullability: false,
  errors: {
    // Validation says what is wrong with the input and nothing else, so its errors may come before the permission.
    unsafelyHandleInputErrors: true,
    // A result union holds the success itself, and not a type made to wrap it.
    directResult: true,
    defaultUnionOptions: {
      name: ({ fieldName }) => `${capitalize(fieldName)}Result`,
      description: 'The success or the errors that a client is expected to handle.',
    },
  },
  scopeAuth: {
    // Without it a subscription would start for anyone, and only its events be denied.
    authorizeOnSubscribe: true,
    authScopes: (context) => ({ signedIn: context.session !== null }),
    unauthorizedError: () => new UnauthenticatedError(),
  },
  prisma: {
    client: (context) => context.services.db,
    dmmf: getDatamodel(),
    exposeDescriptions: true,
    filterConnectionTotalCount: true,
    defaultConnectionSize: 20,
    maxConnectionSize: 100,
    onUnusedQuery: 'error',
  },
  relay: {
    cursorType: 'String',
    nodesOnConnection: { description: 'The page, without cursors.' },
    nodeQueryOptions: {
      args: { id: { description: 'The global id.' } },
      description:
        'Anything by its global id. Null for what the viewer may not see, as for what does not exist.',
      resolve: (_root, { id }, context, info, resolveNode) =>
        context.session ? findNode(id, info, () => resolveNode(id)) : null,
    },
    nodesQueryOptions: false,
    edgesFieldOptions: {
      nullable: { list: false, items: false },
      description: 'The page, with a cursor for each.',
    },
    nodeFieldOptions: { nullable: false, description: 'What the edge leads to.' },
    cursorFieldOptions: { description: 'Marks this place in the list: pass it as `after` or `before`.' },
    pageInfoFieldOptions: { description: 'Where this page is in the list.' },
    pageInfoTypeOptions: { description: 'Where a page is in its list.' },
    hasNextPageFieldOptions: { description: 'Whether there is more after this page.' },
    hasPreviousPageFieldOptions: { description: 'Whether there is more before this page.' },
    startCursorFieldOptions: { description: 'The cursor of the first item. Null on an empty page.' },
    endCursorFieldOptions: { description: 'The cursor of the last item. Null on an empty page.' },
    nodeTypeOptions: { description: 'Anything that has a global id.' },
    idFieldOptions: { description: 'Global id: opaque, unique among everything.' },
  },
  validation: {
    validationError: ({ issues }) => {
      const [first] = issues
      const path = (first?.path ?? []).map((part) => String(typeof part === 'object' ? part.key : part))
      return new InvalidInputError(first?.message ?? 'This input cannot be used.', path)
    },
  },
})

builder.queryType({ description: 'Reading.' })
builder.mutationType({
  description: 'Changing. Each mutation takes one `input` and answers success or errors as data.',
})
builder.subscriptionType({
  description: 'Live, over WebSocket (graphql-transport-ws) or server-sent events.',
})

const capitalize = (text: string) => text.charAt(0).toUpperCase() + text.slice(1)
