// The result of a sign-in, and how the client gets its session.
import type { SessionTransport } from '../../generated/prisma/enums.ts'
import { builder } from '../../graphql/builder.ts'
import type { Context } from '../../graphql/context.ts'
import type { CurrentSession } from '../../identity/session.ts'
import { trustedDeviceDays } from '../devices/trusted-device.ts'
import { ViewerRef } from '../schema.ts'
import type { SignedIn } from './begin-session.ts'

type LoginSuccess = {
  session: CurrentSession
  sessionToken: string | null
  trustedDeviceToken: string | null
}

export const LoginSuccessRef = builder.objectRef<LoginSuccess>('LoginSuccess').implement({
  description: 'The member is signed in.',
  isTypeOf: (value) => typeof value === 'object' && value !== null && 'session' in value,
  fields: (t) => ({
    viewer: t.expose('session', { type: ViewerRef, description: 'The signed-in member.' }),
    sessionToken: t.exposeString('sessionToken', {
      nullable: true,
      description:
        'For `Authorization: Bearer`. Null for COOKIE: only the HttpOnly cookie contains the token.',
    }),
    trustedDeviceToken: t.exposeString('trustedDeviceToken', {
      nullable: true,
      description: `Pass it to \`login\` to skip the code for ${trustedDeviceDays} days. Only for BEARER, after \`verifyCode\` with \`rememberMe\`; otherwise null.`,
    }),
  }),
})

/** Gives the session to the client by its transport. The token of a cookie is never in a body (ASVS 3.3.4). */
export async function handOver(
  context: Context,
  { session, sessionToken }: SignedIn,
  trustedDeviceToken: string | null,
  sessionTransport: SessionTransport,
): Promise<LoginSuccess> {
  // The fields of this response that need a session use the new one.
  context.session = session
  if (sessionTransport === 'BEARER') return { session, sessionToken, trustedDeviceToken }
  const { cookies } = context
  await cookies.setSession(sessionToken)
  if (trustedDeviceToken) await cookies.setTrustedDevice(session.teamMemberId, trustedDeviceToken)
  return { session, sessionToken: null, trustedDeviceToken: null }
}
