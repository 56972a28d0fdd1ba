// Ending sessions, and forgetting devices.
import { builder } from '../../graphql/builder.ts'
import { signedIn } from '../../graphql/context.ts'
import { idOf } from '../../graphql/global-id.ts'
import { NotFoundError } from '../../platform/errors.ts'
import { revokeOtherSessions } from './revoke-other-sessions.ts'
import { noSuchSession, revokeSession } from './revoke-session.ts'
import { noSuchDevice, revokeTrustedDevice } from './revoke-trusted-device.ts'

const RevokeSessionInput = builder.inputType('RevokeSessionInput', {
  description: 'Which session to end.',
  fields: (t) => ({
    sessionId: t.id({ required: true, description: 'From `viewer.sessions`.' }),
  }),
})

const RevokeSessionSuccessRef = builder
  .objectRef<{ revokedSessionId: string }>('RevokeSessionSuccess')
  .implement({
    description: 'The session has ended: its token opens nothing, and its streams end.',
    fields: (t) => ({
      revokedSessionId: t.exposeID('revokedSessionId', { description: 'The id that was given.' }),
    }),
  })

builder.mutationField('revokeSession', (t) =>
  t.withAuth({ signedIn: true }).field({
    type: RevokeSessionSuccessRef,
    errors: { types: [NotFoundError] },
    description: "Ends one of the viewer's own sessions. Ending the one that asks is a logout.",
    args: { input: t.arg({ type: RevokeSessionInput, required: true, description: 'The session.' }) },
    resolve: async (_root, { input }, context) => {
      const { services, session, client, cookies } = signedIn(context)
      const sessionId = idOf(input.sessionId, 'Session', noSuchSession)
      await revokeSession(services, session, sessionId, client)
      if (sessionId === session.id) await cookies.clearSession()
      return { revokedSessionId: input.sessionId }
    },
  }),
)

const RevokeOtherSessionsSuccessRef = builder
  .objectRef<{ revokedCount: number }>('RevokeOtherSessionsSuccess')
  .implement({
    description: 'The member is signed in here alone.',
    fields: (t) => ({
      revokedCount: t.exposeInt('revokedCount', { description: 'How many sessions ended.' }),
    }),
  })

builder.mutationField('revokeOtherSessions', (t) =>
  t.withAuth({ signedIn: true }).field({
    type: RevokeOtherSessionsSuccessRef,
    errors: { types: [] },
    description: "Ends the viewer's own sessions, all but the one that asks.",
    resolve: async (_root, _args, context) => {
      const { services, session, client } = signedIn(context)
      return { revokedCount: await revokeOtherSessions(services, session, client) }
    },
  }),
)

const RevokeTrustedDeviceInput = builder.inputType('RevokeTrustedDeviceInput', {
  description: 'Which device to forget.',
  fields: (t) => ({
    trustedDeviceId: t.id({ required: true, description: 'From `viewer.trustedDevices`.' }),
  }),
})

const RevokeTrustedDeviceSuccessRef = builder
  .objectRef<{ revokedTrustedDeviceId: string }>('RevokeTrustedDeviceSuccess')
  .implement({
    description: 'The device is forgotten: the next sign-in on it asks for a code. Its sessions go on.',
    fields: (t) => ({
      revokedTrustedDeviceId: t.exposeID('revokedTrustedDeviceId', { description: 'The id that was given.' }),
    }),
  })

builder.mutationField('revokeTrustedDevice', (t) =>
  t.withAuth({ signedIn: true }).field({
    type: RevokeTrustedDeviceSuccessRef,
    errors: { types: [NotFoundError] },
    description: "Forgets one of the viewer's own remembered devices.",
    args: { input: t.arg({ type: RevokeTrustedDeviceInput, required: true, description: 'The device.' }) },
    resolve: async (_root, { input }, context) => {
      const { services, session, client } = signedIn(context)
      const deviceId = idOf(input.trustedDeviceId, 'TrustedDevice', noSuchDevice)
      await revokeTrustedDevice(services, session, deviceId, client)
      return { revokedTrustedDeviceId: input.trustedDeviceId }
    },
  }),
)
