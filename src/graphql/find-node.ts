// `node`: anything by its global id.
import { type GraphQLResolveInfo, isObjectType } from 'graphql'
import { Prisma } from '../generated/prisma/client.ts'

const uuid = /^[\da-f]{8}(-[\da-f]{4}){3}-[\da-f]{12}$/i

/** Loads a node. Null for what is not there or is another's, and for an id that no node has. */
export async function findNode<T>(
  { typename, id }: { typename: string; id: string },
  { schema }: GraphQLResolveInfo,
  load: () => T,
): Promise<Awaited<T> | null> {
  const type = schema.getType(typename)
  const isNode = isObjectType(type) && type.getInterfaces().some(({ name }) => name === 'Node')
  if (!isNode || !uuid.test(id)) return null
  try {
    return await load()
  } catch (error) {
    const notFound = error instanceof Prisma.PrismaClientKnownRequestError && error.code === 'P2025'
    if (notFound) return null
    throw error
  }
}
