// Download tickets: links for clients that cannot send their session.

import { builder } from '../../graphql/builder.ts'
import { signedIn } from '../../graphql/context.ts'
import { idOf } from '../../graphql/global-id.ts'
import { SensitiveDataAccessRequiredError } from '../../identity/errors.ts'
import { NotFoundError, RateLimitedError } from '../../platform/errors.ts'
import { createDownloadTicket, type DownloadTicket, noSuchFile } from './create-download-ticket.ts'

const CreateDownloadTicketInput = builder.inputType('CreateDownloadTicketInput', {
  description: 'Which export to download.',
  fields: (t) => ({
    exportId: t.id({ required: true, description: "The export's global id." }),
  }),
})

const CreateDownloadTicketSuccessRef = builder
  .objectRef<DownloadTicket>('CreateDownloadTicketSuccess')
  .implement({
    description:
      'A link that downloads the file once, for a client that cannot send its session. It ends with the session that made it.',
    fields: (t) => ({
      url: t.exposeString('url', {
        description:
          'GET it with nothing else. The first GET that the file answers uses it up; HEAD does not. Whoever has it has the file: hand it to the downloader at once, and keep it nowhere.',
      }),
      expiresAt: t.expose('expiresAt', { type: 'DateTime', description: 'Five minutes from now at most.' }),
    }),
  })

builder.mutationField('createDownloadTicket', (t) =>
  t.withAuth({ signedIn: true }).field({
    type: CreateDownloadTicketSuccessRef,
    errors: { types: [NotFoundError, SensitiveDataAccessRequiredError, RateLimitedError] },
    description:
      "A link to one of the viewer's own files, for a phone's download manager and the like: one use, five minutes. Sixty can be asked for in an hour. A download that broke off goes on with a new link: send `Range` and, as `If-Range`, the ETag of the first answer.",
    args: { input: t.arg({ type: CreateDownloadTicketInput, required: true, description: 'The export.' }) },
    resolve: async (_root, { input }, context) => {
      const { services, session, client } = signedIn(context)
      const exportId = idOf(input.exportId, 'Export', noSuchFile)
      return createDownloadTicket(services, { exportId, session, client, ticket: null })
    },
  }),
)
