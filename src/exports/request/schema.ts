// Requesting an export.
import { z } from 'zod'
import type { Export } from '../../generated/prisma/client.ts'
import { builder } from '../../graphql/builder.ts'
import { actorOf } from '../../graphql/context.ts'
import { SensitiveDataAccessRequiredError } from '../../identity/errors.ts'
import { InvalidInputError, RateLimitedError } from '../../platform/errors.ts'
import { ExportFormatRef } from '../formats/schema.ts'
import { ExportKindRef } from '../kinds/schema.ts'
import { ExportRef } from '../schema.ts'
import { ExportFilterInput, isStorable } from './filter-schema.ts'
import { keyHours } from './idempotency.ts'
import { maxPerHour, maxRunning } from './quota.ts'
import { requestExport } from './request-export.ts'

const maxKeyLength = 200

const RequestExportInput = builder.inputType('RequestExportInput', {
  description: 'What to export.',
  fields: (t) => ({
    kind: t.field({ type: ExportKindRef, required: true, description: 'What the file holds.' }),
    format: t.field({ type: ExportFormatRef, defaultValue: 'CSV', description: 'The format of the file.' }),
    filter: t.field({
      type: ExportFilterInput,
      description: 'The rows. Default: every row of the account.',
    }),
    idempotencyKey: t.string({
      description: `Makes a retry safe. Within ${keyHours} hours, the same key and input return the first export. The same key with other input is an error.`,
      validate: z
        .string()
        .refine(
          (key) => key.length >= 1 && key.length <= maxKeyLength && isStorable(key),
          `\`idempotencyKey\` takes 1 to ${maxKeyLength} characters.`,
        )
        .nullish(),
    }),
  }),
})

const RequestExportSuccessRef = builder.objectRef<{ export: Export }>('RequestExportSuccess').implement({
  description: 'The export was accepted.',
  fields: (t) => ({
    export: t.expose('export', {
      type: ExportRef,
      description: 'The new export, or the export that the idempotency key already made.',
    }),
  }),
})

builder.mutationField('requestExport', (t) =>
  t.withAuth({ signedIn: true }).field({
    type: RequestExportSuccessRef,
    errors: { types: [SensitiveDataAccessRequiredError, RateLimitedError, InvalidInputError] },
    description: `Requests an export. A member can have ${maxRunning} exports running and request ${maxPerHour} an hour.`,
    args: { input: t.arg({ type: RequestExportInput, required: true, description: 'What to export.' }) },
    resolve: async (_root, { input }, context) => {
      const { kind, format, filter, idempotencyKey } = input
      const request = {
        kind,
        format: format ?? 'CSV',
        filter: filter ?? {},
        idempotencyKey: idempotencyKey ?? null,
      }
      return { export: await requestExport(context.services, actorOf(context), request) }
    },
  }),
)
