// Download tickets in the API.
import { builder } from '../../graphql/builder.ts'
import { actorOf } from '../../graphql/context.ts'
import { idOf } from '../../graphql/global-id.ts'
import { SensitiveDataAccessRequiredError } from '../../identity/errors.ts'
import { NotFoundError, RateLimitedError } from '../../platform/errors.ts'
import {
  createDownloadTicket,
  type DownloadTicket,
  noSuchFile,
  ticketLimit,
} from './create-download-ticket.ts'
import { ticketMinutes } from './download-ticket.ts'

const CreateDownloadTicketInput = builder.inputType('CreateDownloadTicketInput', {
  description: 'The export to download.',
  fields: (t) => ({
    exportId: t.id({ required: true, description: "The export's global id." }),
  }),
})

const CreateDownloadTicketSuccessRef = builder
  .objectRef<DownloadTicket>('CreateDownloadTicketSuccess')
  .implement({
    description:
      'A link that downloads the file once, for a client that cannot send its session. It stops working when the session that made it ends.',
    fields: (t) => ({
      url: t.exposeString('url', {
        description:
          'Send GET without cookies or tokens. The first GET that gets the file uses the link up; HEAD does not. Anyone with the link can download the file: pass it to the downloader immediately, and do not store it.',
      }),
      expiresAt: t.expose('expiresAt', {
        type: 'DateTime',
        description: `When the link expires: at most ${ticketMinutes} minutes from now.`,
      }),
    }),
  })

builder.mutationField('createDownloadTicket', (t) =>
  t.withAuth({ signedIn: true }).field({
    type: CreateDownloadTicketSuccessRef,
    errors: { types: [NotFoundError, SensitiveDataAccessRequiredError, RateLimitedError] },
    description: `Creates a link to one of the viewer's own files, for example for a phone's download manager. The link works once, within ${ticketMinutes} minutes. A member can create ${ticketLimit.limit} links an hour. To resume an interrupted download, create a new link and send \`Range\` with the ETag of the first response as \`If-Range\`.`,
    args: {
      input: t.arg({
        type: CreateDownloadTicketInput,
        required: true,
        description: 'The export to download.',
      }),
    },
    resolve: (_root, { input }, context) =>
      createDownloadTicket(context.services, actorOf(context), idOf(input.exportId, 'Export', noSuchFile)),
  }),
)
