// Live exports. The streams read whole rows, so that they can wait while the database is unreachable. A resolver would lose
// the event.
import { builder } from '../../graphql/builder.ts'
import { actorOf } from '../../graphql/context.ts'
import { ExportRef } from '../schema.ts'
import { streamCompletedExports } from './stream-completed-exports.ts'
import { streamExportProgress } from './stream-export-progress.ts'

builder.subscriptionField('exportCompleted', (t) =>
  t.withAuth({ signedIn: true }).field({
    type: ExportRef,
    description: "Sends each of the viewer's exports when its file becomes ready.",
    subscribe: (_root, _args, context) => streamCompletedExports(context.services, actorOf(context)),
    resolve: (row) => row,
  }),
)

builder.subscriptionField('exportProgress', (t) =>
  t.withAuth({ signedIn: true }).field({
    type: ExportRef,
    description:
      "Sends one of the viewer's own exports now, and after each change, at most about once a second. The stream completes when the export has ended. `rowsDone` grows within an attempt; a new attempt begins at 0. For any other id, the stream completes without an event.",
    args: { id: t.arg.globalID({ required: true, for: ExportRef, description: "The export's global id." }) },
    subscribe: (_root, { id }, context) => streamExportProgress(context.services, actorOf(context), id.id),
    resolve: (row) => row,
  }),
)
