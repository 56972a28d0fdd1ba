// The schema builder: its plugins and rules. The types are in the features' schema files.
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
import { defaultPageSize, maxPageSize } from './describe-connections.ts'
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
  // ErrorsPlugin first: it wraps the other plugins, so that their errors can be members of a result union.
  plugins: [ErrorsPlugin, ScopeAuthPlugin, PrismaPlugin, RelayPlugin, ValidationPlugin],
  defaultFieldNullability: false,
  errors: {
    // A validation error depends only on the input, so it may be returned before the permission is checked.
    unsafelyHandleInputErrors: true,
    // A result union contains the success type itself, without a wrapper type.
    directResult: true,
    defaultUnionOptions: {
      name: ({ fieldName }) => `${capitalize(fieldName)}Result`,
      description: 'The success, or an error that a client is expected to handle.',
    },
  },
  scopeAuth: {
    // Otherwise anyone could start a subscription, and only its events would be refused.
    authorizeOnSubscribe: true,
    authScopes: (context) => ({ signedIn: context.session !== null }),
    unauthorizedError: () => new UnauthenticatedError(),
  },
  prisma: {
    client: (context) => context.services.db,
    dmmf: getDatamodel(),
    exposeDescriptions: true,
    filterConnectionTotalCount: true,
    defaultConnectionSize: defaultPageSize,
    maxConnectionSize: maxPageSize,
    onUnusedQuery: 'error',
  },
  relay: {
    cursorType: 'String',
    nodesOnConnection: { description: 'The items of the page.' },
    nodeQueryOptions: {
      args: { id: { description: 'The global id.' } },
      description: 'Any object by its global id. Null if it does not exist or the viewer may not see it.',
      resolve: (_root, { id }, context, info, resolveNode) =>
        context.session ? findNode(id, info, () => resolveNode(id)) : null,
    },
    nodesQueryOptions: false,
    edgesFieldOptions: {
      nullable: { list: false, items: false },
      description: 'The items of the page, each with its cursor.',
    },
    nodeFieldOptions: { nullable: false, description: 'The item.' },
    cursorFieldOptions: { description: 'The position in the list. Pass it as `after` or `before`.' },
    pageInfoFieldOptions: { description: 'The position of this page in the list.' },
    pageInfoTypeOptions: { description: 'The position of a page in its list.' },
    hasNextPageFieldOptions: { description: 'Whether there are items after this page.' },
    hasPreviousPageFieldOptions: { description: 'Whether there are items before this page.' },
    startCursorFieldOptions: { description: 'The cursor of the first item. Null on an empty page.' },
    endCursorFieldOptions: { description: 'The cursor of the last item. Null on an empty page.' },
    nodeTypeOptions: { description: 'An object with a global id.' },
    idFieldOptions: { description: 'Global id: opaque, and unique among all types.' },
  },
  validation: {
    validationError: ({ issues }) => {
      const [first] = issues
      const path = (first?.path ?? []).map((part) => String(typeof part === 'object' ? part.key : part))
      return new InvalidInputError(first?.message ?? 'This input is not valid.', path)
    },
  },
})

builder.queryType({ description: 'Reads data.' })
builder.mutationType({
  description:
    'Changes data. Most mutations take one `input`. Each returns a success type, or an expected error as data.',
})
builder.subscriptionType({
  description: 'Live events, over WebSocket (graphql-transport-ws) or server-sent events.',
})

const capitalize = (text: string) => text.charAt(0).toUpperCase() + text.slice(1)
