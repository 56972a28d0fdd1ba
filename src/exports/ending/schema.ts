// Canceling and deleting an export.
import type { Export } from '../../generated/prisma/client.ts'
import { builder } from '../../graphql/builder.ts'
import { actorOf } from '../../graphql/context.ts'
import { idOf } from '../../graphql/global-id.ts'
import { NotFoundError } from '../../platform/errors.ts'
import { ExportRef } from '../schema.ts'
import { noSuchExport } from './audit-foreign-export.ts'
import { cancelExport } from './cancel-export.ts'
import { deleteExport } from './delete-export.ts'

const CancelExportInput = builder.inputType('CancelExportInput', {
  description: 'The export to cancel.',
  fields: (t) => ({ exportId: t.id({ required: true, description: "The export's global id." }) }),
})

const CancelExportSuccessRef = builder.objectRef<{ export: Export }>('CancelExportSuccess').implement({
  description: 'The export is not running.',
  fields: (t) => ({
    export: t.expose('export', {
      type: ExportRef,
      description: 'The export: CANCELED, or its final status if it had already ended.',
    }),
  }),
})

builder.mutationField('cancelExport', (t) =>
  t.withAuth({ signedIn: true }).field({
    type: CancelExportSuccessRef,
    errors: { types: [NotFoundError] },
    description: "Cancels one of the viewer's own exports. Its worker stops within two seconds.",
    args: {
      input: t.arg({ type: CancelExportInput, required: true, description: 'The export to cancel.' }),
    },
    resolve: async (_root, { input }, context) => {
      const exportId = idOf(input.exportId, 'Export', noSuchExport)
      return { export: await cancelExport(context.services, actorOf(context), exportId) }
    },
  }),
)

const DeleteExportInput = builder.inputType('DeleteExportInput', {
  description: 'The export to delete.',
  fields: (t) => ({ exportId: t.id({ required: true, description: "The export's global id." }) }),
})

const DeleteExportSuccessRef = builder
  .objectRef<{ deletedExportId: string }>('DeleteExportSuccess')
  .implement({
    description: 'The export is deleted, and its file is unreadable.',
    fields: (t) => ({
      deletedExportId: t.exposeID('deletedExportId', { description: 'The global id of the deleted export.' }),
    }),
  })

builder.mutationField('deleteExport', (t) =>
  t.withAuth({ signedIn: true }).field({
    type: DeleteExportSuccessRef,
    errors: { types: [NotFoundError] },
    description:
      "Deletes one of the viewer's own exports and its file. Stops a running export. A deleted export still counts towards the hourly quota.",
    args: {
      input: t.arg({ type: DeleteExportInput, required: true, description: 'The export to delete.' }),
    },
    resolve: async (_root, { input }, context) => {
      const exportId = idOf(input.exportId, 'Export', noSuchExport)
      await deleteExport(context.services, actorOf(context), exportId)
      return { deletedExportId: input.exportId }
    },
  }),
)
