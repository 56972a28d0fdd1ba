// Exports as they happen. The streams load whole rows themselves: they outlive a database that is away, where a resolver
// would lose the event.
import { builder } from '../../graphql/builder.ts'
import { ExportRef } from '../schema.ts'
import { streamCompletedExports } from './stream-completed-exports.ts'
import { streamExportProgress } from './stream-export-progress.ts'

builder.subscriptionField('exportCompleted', (t) =>
  t.withAuth({ signedIn: true }).field({
    type: ExportRef,
    description: "Each of the viewer's exports as its file becomes ready.",
    subscribe: (_root, _args, { services, session }) => streamCompletedExports(services, session),
    resolve: (row) => row,
  }),
)

builder.subscriptionField('exportProgress', (t) =>
  t.withAuth({ signedIn: true }).field({
    type: ExportRef,
    description:
      "One of the viewer's own exports, as it stands and whenever that changes, at most about once a second, until it has ended: then the stream completes. Within one attempt its rows only grow; a new attempt begins at 0. Another's export, like one that does not exist or is deleted, completes the stream without an event.",
    args: { id: t.arg.globalID({ required: true, for: ExportRef, description: "The export's global id." }) },
    subscribe: (_root, { id }, { services, session }) => streamExportProgress(services, session, id.id),
    resolve: (row) => row,
  }),
)
