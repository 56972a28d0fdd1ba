// The `node` field.
import { type GraphQLResolveInfo, isObjectType } from 'graphql'
import { Prisma } from '../generated/prisma/client.ts'
import { isUuid } from '../platform/database/uuid.ts'

/** Loads a node. Returns null if it does not exist, if the viewer may not see it, or if no node can have the id. */
export async function findNode<T>(
  { typename, id }: { typename: string; id: string },
  { schema }: GraphQLResolveInfo,
  load: () => T,
): Promise<Awaited<T> | null> {
  const type = schema.getType(typename)
  const isNode = isObjectType(type) && type.getInterfaces().some(({ name }) => name === 'Node')
  if (!isNode || !isUuid(id)) return null
  try {
    return await load()
  } catch (error) {
    const notFound = error instanceof Prisma.PrismaClientKnownRequestError && error.code === 'P2025'
    if (notFound) return null
    throw error
  }
}
