// Signing out.
import { builder } from '../../graphql/builder.ts'
import { endOwnSession } from '../devices/end-session.ts'

const LogoutSuccessRef = builder.objectRef<{ ok: true }>('LogoutSuccess').implement({
  description: 'The session has ended.',
  fields: (t) => ({ ok: t.exposeBoolean('ok', { description: 'Always true.' }) }),
})

builder.mutationField('logout', (t) =>
  t.field({
    type: LogoutSuccessRef,
    errors: { types: [] },
    description: 'Ends the current session. Succeeds even without one.',
    resolve: async (_root, _args, { services, session, client, cookies }) => {
      if (session) await endOwnSession(services, { session, client }, session.id)
      await cookies.clearSession()
      return { ok: true as const }
    },
  }),
)
