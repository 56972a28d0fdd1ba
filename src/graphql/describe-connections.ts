// The relay plugin makes these arguments and fields the same for every list, without a description.
import { type GraphQLSchema, isObjectType } from 'graphql'

const pageArguments: Record<string, string> = {
  first: 'How many items from the start. Default: 20, at most 100.',
  after: 'Starts after this cursor.',
  last: 'How many items from the end, at most 100.',
  before: 'Ends before this cursor.',
}

/** Describes what every list has in common. Returns the same schema. */
export function describeConnections(schema: GraphQLSchema): GraphQLSchema {
  for (const type of Object.values(schema.getTypeMap()).filter(isObjectType)) {
    for (const field of Object.values(type.getFields())) {
      if (field.name === 'totalCount') field.description ??= 'The number of items on all pages.'
      for (const arg of field.args) arg.description ??= pageArguments[arg.name] ?? null
    }
  }
  return schema
}
