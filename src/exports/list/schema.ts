// The viewer's exports: a list, and one by its id.
import type { Prisma } from '../../generated/prisma/client.ts'
import { builder } from '../../graphql/builder.ts'
import { signedIn } from '../../graphql/context.ts'
import { pageBound } from '../../graphql/page-start.ts'
import { ExportRef, ExportStatusRef } from '../schema.ts'
import { ownExports } from './own-exports.ts'

const newestFirst: Prisma.ExportOrderByWithRelationInput[] = [{ requestedAt: 'desc' }, { id: 'desc' }]

builder.queryField('exports', (t) =>
  t.withAuth({ signedIn: true }).prismaConnection(
    {
      type: ExportRef,
      cursor: 'id',
      description:
        "The viewer's own exports, newest first. Members never see each other's exports, whatever their role.",
      args: {
        status: t.arg({ type: [ExportStatusRef], description: 'Filters by status. Default: all.' }),
      },
      totalCount: (_connection, { status }, context) =>
        context.services.db.export.count({ where: ownExports(signedIn(context).session, status) }),
      resolve: async (query, _root, { status }, { session, services: { db } }) => {
        const requestedAt = await pageBound(query, 'desc', async (id) => {
          const where = { id, ownerId: session.teamMemberId }
          const own = await db.export.findUnique({ where, select: { requestedAt: true } })
          return own?.requestedAt
        })
        const where = { ...ownExports(session, status), requestedAt }
        return db.export.findMany({ ...query, where, orderBy: newestFirst })
      },
    },
    { name: 'ExportConnection', description: 'A page of exports.' },
    { name: 'ExportEdge', description: 'An export in a list.' },
  ),
)

builder.queryField('export', (t) =>
  t.withAuth({ signedIn: true }).prismaField({
    type: ExportRef,
    nullable: true,
    description: "One of the viewer's own exports. Null for any other id.",
    args: { id: t.arg.globalID({ required: true, for: ExportRef, description: "The export's global id." }) },
    resolve: (query, _root, { id }, { session, services }) =>
      services.db.export.findFirst({ ...query, where: { id: id.id, ownerId: session.teamMemberId } }),
  }),
)
