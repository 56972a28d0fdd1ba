// Trusted devices and their mutation.
import { builder } from '../../graphql/builder.ts'
import { actorOf } from '../../graphql/context.ts'
import { idOf } from '../../graphql/global-id.ts'
import { hashesMatch, hashToken } from '../../platform/encryption/crypto.ts'
import { NotFoundError } from '../../platform/errors.ts'
import { noSuchDevice, revokeTrustedDevice } from './revoke-trusted-device.ts'

export const TrustedDeviceRef = builder.prismaNode('TrustedDevice', {
  id: { field: 'id' },
  nullable: true,
  findUnique: (id, context) => ({ id, teamMemberId: context.session?.teamMemberId ?? '' }),
  fields: (t) => ({
    current: t.boolean({
      description: 'Whether this request came from this browser. False for clients without cookies.',
      select: { tokenHash: true },
      resolve: ({ tokenHash }, _args, { cookies }) =>
        cookies.trustedDeviceTokens.some((token) => hashesMatch(hashToken(token), tokenHash)),
    }),
    createdAt: t.expose('createdAt', {
      type: 'DateTime',
      description: 'When someone last entered a code on the device.',
    }),
    lastUsedAt: t.expose('lastUsedAt', {
      type: 'DateTime',
      description: 'When someone last signed in on the device without a code.',
    }),
    expiresAt: t.expose('expiresAt', {
      type: 'DateTime',
      description: 'When the next sign-in needs a code again. Using the device does not extend it.',
    }),
    userAgent: t.exposeString('userAgent', {
      nullable: true,
      description: 'The name that the browser or client gives itself. Null when it sends none.',
    }),
  }),
})

const RevokeTrustedDeviceInput = builder.inputType('RevokeTrustedDeviceInput', {
  description: 'The device to forget.',
  fields: (t) => ({
    trustedDeviceId: t.id({ required: true, description: 'From `viewer.trustedDevices`.' }),
  }),
})

const RevokeTrustedDeviceSuccessRef = builder
  .objectRef<{ revokedTrustedDeviceId: string }>('RevokeTrustedDeviceSuccess')
  .implement({
    description: 'The device is forgotten. The next sign-in on it needs a code. Its sessions stay signed in.',
    fields: (t) => ({
      revokedTrustedDeviceId: t.exposeID('revokedTrustedDeviceId', {
        description: 'The global id of the device.',
      }),
    }),
  })

builder.mutationField('revokeTrustedDevice', (t) =>
  t.withAuth({ signedIn: true }).field({
    type: RevokeTrustedDeviceSuccessRef,
    errors: { types: [NotFoundError] },
    description: "Forgets one of the viewer's own trusted devices.",
    args: { input: t.arg({ type: RevokeTrustedDeviceInput, required: true, description: 'The device.' }) },
    resolve: async (_root, { input }, context) => {
      const deviceId = idOf(input.trustedDeviceId, 'TrustedDevice', noSuchDevice)
      await revokeTrustedDevice(context.services, actorOf(context), deviceId)
      return { revokedTrustedDeviceId: input.trustedDeviceId }
    },
  }),
)
