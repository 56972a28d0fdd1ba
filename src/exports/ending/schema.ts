// The end of an export, by its owner.
import type { Export } from '../../generated/prisma/client.ts'
import { builder } from '../../graphql/builder.ts'
import { signedIn } from '../../graphql/context.ts'
import { idOf } from '../../graphql/global-id.ts'
import { NotFoundError } from '../../platform/errors.ts'
import { ExportRef } from '../schema.ts'
import { cancelExport, noSuchExport } from './cancel-export.ts'
import { deleteExport } from './delete-export.ts'

const CancelExportInput = builder.inputType('CancelExportInput', {
  description: 'Which export to stop.',
  fields: (t) => ({ exportId: t.id({ required: true, description: "The export's global id." }) }),
})

const CancelExportSuccessRef = builder.objectRef<{ export: Export }>('CancelExportSuccess').implement({
  description: 'The export is not being made any more.',
  fields: (t) => ({
    export: t.expose('export', {
      type: ExportRef,
      description: 'CANCELED; or as it stood, where it had ended already.',
    }),
  }),
})

builder.mutationField('cancelExport', (t) =>
  t.withAuth({ signedIn: true }).field({
    type: CancelExportSuccessRef,
    errors: { types: [NotFoundError] },
    description: "Stops one of the viewer's own exports, within two seconds wherever it is being made.",
    args: { input: t.arg({ type: CancelExportInput, required: true, description: 'The export.' }) },
    resolve: async (_root, { input }, context) => {
      const { services, session, client } = signedIn(context)
      const exportId = idOf(input.exportId, 'Export', noSuchExport)
      return { export: await cancelExport(services, session, exportId, client) }
    },
  }),
)

const DeleteExportInput = builder.inputType('DeleteExportInput', {
  description: 'Which export to delete.',
  fields: (t) => ({ exportId: t.id({ required: true, description: "The export's global id." }) }),
})

const DeleteExportSuccessRef = builder
  .objectRef<{ deletedExportId: string }>('DeleteExportSuccess')
  .implement({
    description: 'The export is in no list any more; its file can be read by nobody.',
    fields: (t) => ({
      deletedExportId: t.exposeID('deletedExportId', { description: 'The global id that it had.' }),
    }),
  })

builder.mutationField('deleteExport', (t) =>
  t.withAuth({ signedIn: true }).field({
    type: DeleteExportSuccessRef,
    errors: { types: [NotFoundError] },
    description:
      "Deletes one of the viewer's own exports, with its file; one that is being made is stopped. It counts for the quota of its hour all the same.",
    args: { input: t.arg({ type: DeleteExportInput, required: true, description: 'The export.' }) },
    resolve: async (_root, { input }, context) => {
      const { services, session, client } = signedIn(context)
      await deleteExport(services, session, idOf(input.exportId, 'Export', noSuchExport), client)
      return { deletedExportId: input.exportId }
    },
  }),
)
