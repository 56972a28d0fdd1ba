// Exports: asking for them, following them, their download.

import { z } from 'zod'
import type { Export, Prisma } from '../generated/prisma/client.ts'
import type { ExportKind, ExportStatus } from '../generated/prisma/enums.ts'
import { builder } from '../graphql/builder.ts'
import { signedIn } from '../graphql/context.ts'
import { pageBound } from '../graphql/page-start.ts'
import { SensitiveDataAccessRequiredError } from '../identity/errors.ts'
import type { CurrentSession } from '../identity/session.ts'
import { InvalidInputError, RateLimitedError } from '../platform/errors.ts'
import { describeProgress, downloadPath, type ExportProgress, exportFileName, statusAt } from './describe.ts'
import { exportColumns } from './kinds/columns.ts'
import { requestExport } from './request/request-export.ts'

const listColumns = (kind: ExportKind): string =>
  `Columns: ${exportColumns[kind].map(({ name }) => `\`${name}\``).join(', ')}.`

const ExportKindRef = builder.enumType('ExportKind', {
  description: 'What an export holds.',
  values: {
    TAX_INFORMATION: { description: `Names, addresses and full tax ids. ${listColumns('TAX_INFORMATION')}` },
    BANKING_INFORMATION: {
      description: `Names and full bank details. ${listColumns('BANKING_INFORMATION')}`,
    },
    BANKING_AND_TAX_INFORMATION: {
      description: `Names, addresses, full tax ids and full bank details. ${listColumns('BANKING_AND_TAX_INFORMATION')}`,
    },
    DISTRIBUTIONS: {
      description: `Payments to investors, a row each, with the full bank details that they go to. ${listColumns('DISTRIBUTIONS')}`,
    },
  } as const,
})

const ExportFormatRef = builder.enumType('ExportFormat', {
  description: "The format of an export's file.",
  values: {
    CSV: {
      description:
        'Comma-separated values, for programs: RFC 4180, UTF-8 without a byte order mark. Cells that a spreadsheet would run have an apostrophe more in front.',
    },
    XLSX: {
      description:
        'An Excel workbook: ids and numbers of accounts as text, amounts and days as such, no formula. More than 1,048,575 rows go on in further sheets.',
    },
    JSONL: { description: 'JSON Lines, UTF-8: an object a line. Every value is a string or null.' },
  } as const,
})

const ExportStatusRef = builder.enumType('ExportStatus', {
  description: 'Where an export stands.',
  values: {
    PROCESSING: { description: 'Being made: there is no file yet.' },
    COMPLETED: { description: 'Whole, and ready to be downloaded.' },
    FAILED: { description: 'Could not be made; `failureMessage` says what to do.' },
    CANCELED: { description: 'Stopped by its owner.' },
    EXPIRED: { description: 'Its time was over; the file was deleted.' },
    REVOKED: { description: 'Its owner lost Sensitive Data Access; the file was deleted.' },
  } as const,
})

const ExportProgressRef = builder.objectRef<ExportProgress>('ExportProgress').implement({
  description: 'How far an export is, to the second.',
  fields: (t) => ({
    rowsDone: t.exposeInt('rowsDone', { description: 'Rows written so far.' }),
    rowsTotal: t.exposeInt('rowsTotal', {
      nullable: true,
      description: 'Rows in all. Null until they are counted.',
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
  // The fields below are computed of several columns each: a row is small, and read whole.
  include: {},
  fields: (t) => ({
    kind: t.expose('kind', { type: ExportKindRef }),
    format: t.expose('format', { type: ExportFormatRef }),
    status: t.field({
      type: ExportStatusRef,
      description: 'Where it stands.',
      resolve: (row, _args, context) => statusAt(row, signedIn(context).session.asOf),
    }),
    progress: t.field({
      type: ExportProgressRef,
      description: 'How far it is.',
      resolve: describeProgress,
    }),
    fileName: t.string({
      description: 'The name of the file when it is downloaded.',
      resolve: exportFileName,
    }),
    rowCount: t.exposeInt('rowCount', { nullable: true }),
    byteSize: t.float({
      nullable: true,
      description: 'Size of the downloaded file, in bytes. Null until it is completed.',
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
      description: 'Path of the file on this server, for a signed-in client. Null unless COMPLETED.',
      resolve: (row, _args, context) =>
        statusAt(row, signedIn(context).session.asOf) === 'COMPLETED' ? downloadPath(row) : null,
    }),
  }),
})

builder.queryField('exports', (t) =>
  t.withAuth({ signedIn: true }).prismaConnection(
    {
      type: ExportRef,
      cursor: 'id',
      description:
        "The viewer's own sensitive data exports, newest first. Nobody else's, whatever their role.",
      args: {
        status: t.arg({ type: [ExportStatusRef], description: 'Only those that stand so. Left out: all.' }),
      },
      totalCount: (_connection, args, { session, services }) =>
        session ? services.db.export.count({ where: ownExports(session, args.status) }) : 0,
      resolve: async (query, _root, args, { session, services }) => {
        const ownerId = session.teamMemberId
        const requestedAt = await pageBound(query, 'desc', async (id) => {
          const own = await services.db.export.findUnique({
            where: { id, ownerId },
            select: { requestedAt: true },
          })
          return own?.requestedAt
        })
        const where = { ...ownExports(session, args.status), requestedAt }
        return services.db.export.findMany({ ...query, where, orderBy: newestFirst })
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
    description: "One of the viewer's own exports. Null for another's, as for what does not exist.",
    args: { id: t.arg.globalID({ required: true, for: ExportRef, description: "The export's global id." }) },
    resolve: (query, _root, { id }, { session, services }) =>
      services.db.export.findFirst({ ...query, where: { id: id.id, ownerId: session.teamMemberId } }),
  }),
)

/** PostgreSQL keeps neither NUL nor half a surrogate pair. */
const isStorable = (text: string) => text.isWellFormed() && !text.includes('\0')

/** What both JavaScript and PostgreSQL write in the same way: a filter that only one reads would fail in the job. */
const isOrdinaryDate = (date: Date) => date.getUTCFullYear() >= 1 && date.getUTCFullYear() <= 9999

const filterDate = (name: string) =>
  z.date().refine(isOrdinaryDate, `\`${name}\` takes a date from the year 1 to 9999.`).nullish()

const filterDay = (name: string) =>
  z.iso
    .date(`\`${name}\` takes a day such as 2026-03-31.`)
    .refine((day) => !day.startsWith('0000'), `\`${name}\` takes a day from the year 1 to 9999.`)
    .nullish()

const ExportFilterInput = builder.inputType('ExportFilter', {
  description: 'Which rows. Empty or absent: all of the account.',
  fields: (t) => ({
    search: t.string({
      description:
        "Part of the investor's name, email or reference, in any case; or a whole tax id, however it is written.",
      validate: z
        .string()
        .max(200, '`search` takes 200 characters at most.')
        .refine(isStorable, '`search` contains a character that cannot be used.')
        .nullish(),
    }),
    createdAfter: t.field({
      type: 'DateTime',
      description: 'Added after this moment: the investor; of DISTRIBUTIONS, the distribution.',
      validate: filterDate('createdAfter'),
    }),
    createdBefore: t.field({
      type: 'DateTime',
      description: 'Added before this moment: the investor; of DISTRIBUTIONS, the distribution.',
      validate: filterDate('createdBefore'),
    }),
    paidFrom: t.string({
      description: 'Of DISTRIBUTIONS alone: paid on this day or later, such as 2026-01-01.',
      validate: filterDay('paidFrom'),
    }),
    paidTo: t.string({
      description: 'Of DISTRIBUTIONS alone: paid on this day or earlier, such as 2026-03-31.',
      validate: filterDay('paidTo'),
    }),
  }),
})

const RequestExportInput = builder.inputType('RequestExportInput', {
  description: 'What to export.',
  fields: (t) => ({
    kind: t.field({ type: ExportKindRef, required: true, description: 'What the file holds.' }),
    format: t.field({ type: ExportFormatRef, defaultValue: 'CSV', description: 'The format of the file.' }),
    filter: t.field({ type: ExportFilterInput, description: 'Which rows.' }),
    idempotencyKey: t.string({
      description:
        'For retries: the same key and input within 24 hours answer the export already made; other input, an error.',
      validate: z
        .string()
        .refine(
          (key) => key.length >= 1 && key.length <= 200 && isStorable(key),
          '`idempotencyKey` takes 1 to 200 characters.',
        )
        .nullish(),
    }),
  }),
})

const RequestExportSuccessRef = builder.objectRef<{ export: Export }>('RequestExportSuccess').implement({
  description: 'The export is being made.',
  fields: (t) => ({
    export: t.expose('export', {
      type: ExportRef,
      description: 'The export, PROCESSING unless it was asked for before.',
    }),
  }),
})

builder.mutationField('requestExport', (t) =>
  t.withAuth({ signedIn: true }).field({
    type: RequestExportSuccessRef,
    errors: { types: [SensitiveDataAccessRequiredError, RateLimitedError, InvalidInputError] },
    description: 'Asks for an export. Three can run at once, and twenty be asked for in an hour.',
    args: { input: t.arg({ type: RequestExportInput, required: true, description: 'What to export.' }) },
    resolve: async (_root, { input }, context) => {
      const { services, session, client } = signedIn(context)
      const { kind, format, filter, idempotencyKey } = input
      const request = {
        kind,
        format: format ?? 'CSV',
        filter: filter ?? {},
        idempotencyKey: idempotencyKey ?? null,
      }
      return { export: await requestExport(services, session, request, client) }
    },
  }),
)

const newestFirst: Prisma.ExportOrderByWithRelationInput[] = [{ requestedAt: 'desc' }, { id: 'desc' }]

/** Asks for the status as it is now, by the database's clock, like the field itself: see `statusAt`. */
function ownExports(
  { teamMemberId: ownerId, asOf }: CurrentSession,
  status: ExportStatus[] | null | undefined,
): Prisma.ExportWhereInput {
  if (!status) return { ownerId }
  const inTime = status.includes('COMPLETED')
  const outOfTime = status.includes('EXPIRED')
  const stored = status.filter((one) => one !== 'COMPLETED')
  return {
    ownerId,
    OR: [
      { status: { in: stored } },
      ...(inTime ? [{ status: 'COMPLETED' as const, expiresAt: { gt: asOf } }] : []),
      ...(outOfTime ? [{ status: 'COMPLETED' as const, expiresAt: { lte: asOf } }] : []),
    ],
  }
}
