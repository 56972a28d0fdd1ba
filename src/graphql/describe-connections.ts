// Describes the arguments and fields of lists, which the relay plugin creates without a description.
import { type GraphQLSchema, isObjectType } from 'graphql'

/** How many items a page of a list has. The builder applies these numbers. */
export const defaultPageSize = 20
export const maxPageSize = 100

const pageArguments: Record<string, string> = {
  first: `How many items from the start. Default: ${defaultPageSize}, at most ${maxPageSize}.`,
  after: 'Starts after this cursor.',
  last: `How many items from the end, at most ${maxPageSize}.`,
  before: 'Ends before this cursor.',
}

/** Adds the descriptions to a schema, and returns it. */
export function describeConnections(schema: GraphQLSchema): GraphQLSchema {
  for (const type of Object.values(schema.getTypeMap()).filter(isObjectType)) {
    for (const field of Object.values(type.getFields())) {
      if (field.name === 'totalCount') field.description ??= 'How many items all pages have together.'
      for (const arg of field.args) arg.description ??= pageArguments[arg.name] ?? null
    }
  }
  return schema
}
