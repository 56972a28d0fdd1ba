// The type Export.
import { builder } from '../graphql/builder.ts'
import { signedIn } from '../graphql/context.ts'
import { describeProgress, downloadPath, type ExportProgress, exportFileName, statusAt } from './describe.ts'
import { ExportFormatRef } from './formats/schema.ts'
import { ExportKindRef } from './kinds/schema.ts'

export const ExportStatusRef = builder.enumType('ExportStatus', {
  description: 'The status of an export.',
  values: {
    PROCESSING: { description: 'Waiting or running. There is no file yet.' },
    COMPLETED: { description: 'The file is ready to download.' },
    FAILED: { description: 'The file could not be made. `failureMessage` says why and what to do.' },
    CANCELED: { description: 'The owner stopped it.' },
    EXPIRED: { description: 'Its time is up, and the file was deleted.' },
    REVOKED: { description: 'Its owner lost Sensitive Data Access, and the file was deleted.' },
  } as const,
})

const ExportProgressRef = builder.objectRef<ExportProgress>('ExportProgress').implement({
  description: 'The progress of an export, updated about once a second.',
  fields: (t) => ({
    rowsDone: t.exposeInt('rowsDone', { description: 'Rows written.' }),
    rowsTotal: t.exposeInt('rowsTotal', {
      nullable: true,
      description: 'All rows. Null until they are counted.',
    }),
    percent: t.exposeInt('percent', {
      nullable: true,
      description: '0 to 100. Null until the rows are counted.',
    }),
  }),
})

export const ExportRef = builder.prismaNode('Export', {
  id: { field: 'id' },
  findUnique: (id, context) => ({ id, ownerId: context.session?.teamMemberId ?? '' }),
  // Many fields below need several columns. A row is small, so it is read whole.
  include: {},
  fields: (t) => ({
    kind: t.expose('kind', { type: ExportKindRef }),
    format: t.expose('format', { type: ExportFormatRef }),
    status: t.field({
      type: ExportStatusRef,
      description: 'The current status.',
      resolve: (row, _args, context) => statusAt(row, signedIn(context).session.asOf),
    }),
    progress: t.field({
      type: ExportProgressRef,
      description: 'The progress.',
      resolve: describeProgress,
    }),
    fileName: t.string({
      description: 'The name of the downloaded file.',
      resolve: exportFileName,
    }),
    rowCount: t.exposeInt('rowCount', { nullable: true }),
    byteSize: t.float({
      nullable: true,
      description: 'The size of the downloaded file, in bytes. Null until the export is completed.',
      resolve: ({ byteSize }) => (byteSize === null ? null : Number(byteSize)),
    }),
    sha256: t.exposeString('sha256', { nullable: true }),
    failureMessage: t.exposeString('failureMessage', { nullable: true }),
    requestedAt: t.expose('requestedAt', { type: 'DateTime' }),
    completedAt: t.expose('completedAt', { type: 'DateTime', nullable: true }),
    expiresAt: t.expose('expiresAt', { type: 'DateTime', nullable: true }),
    downloadCount: t.exposeInt('downloadCount'),
    lastDownloadedAt: t.expose('lastDownloadedAt', { type: 'DateTime', nullable: true }),
    downloadPath: t.string({
      nullable: true,
      description: 'The path of the file on this server, for a signed-in client. Null unless COMPLETED.',
      resolve: (row, _args, context) =>
        statusAt(row, signedIn(context).session.asOf) === 'COMPLETED' ? downloadPath(row) : null,
    }),
  }),
})
