// Signing in and out.
import type { SessionTransport } from '../../generated/prisma/enums.ts'
import { builder } from '../../graphql/builder.ts'
import type { Context } from '../../graphql/context.ts'
import type { CurrentSession } from '../../identity/session.ts'
import { RateLimitedError } from '../../platform/errors.ts'
import { endOwnSession } from '../devices/end-session.ts'
import { ChallengeExpiredError, InvalidCodeError, InvalidCredentialsError } from '../errors.ts'
import { ViewerRef } from '../schema.ts'
import type { SignedIn } from './begin-session.ts'
import type { VerificationRequired } from './issue-challenge.ts'
import { login } from './login.ts'
import { resendCode } from './resend-code.ts'
import { findPendingSignIn, verifyCode } from './verify-code.ts'

type LoginSuccess = {
  session: CurrentSession
  sessionToken: string | null
  trustedDeviceToken: string | null
}

const LoginSuccessRef = builder.objectRef<LoginSuccess>('LoginSuccess').implement({
  description: 'The member is signed in.',
  isTypeOf: (value) => typeof value === 'object' && value !== null && 'session' in value,
  fields: (t) => ({
    viewer: t.expose('session', { type: ViewerRef, description: 'Who is signed in now.' }),
    sessionToken: t.exposeString('sessionToken', {
      nullable: true,
      description:
        'For `Authorization: Bearer`. Null for COOKIE: the token is then in an HttpOnly cookie alone.',
    }),
    trustedDeviceToken: t.exposeString('trustedDeviceToken', {
      nullable: true,
      description:
        'To be given to `login` for 30 days. Only after verifyCode with rememberMe, and only for BEARER.',
    }),
  }),
})

const VerificationRequiredRef = builder.objectRef<VerificationRequired>('VerificationRequired').implement({
  description: 'The password was right; the code that was emailed is asked for.',
  isTypeOf: (value) => typeof value === 'object' && value !== null && 'challengeToken' in value,
  fields: (t) => ({
    challengeToken: t.exposeString('challengeToken', {
      description: 'To be given to `verifyCode`. Opens nothing else.',
    }),
    sentTo: t.exposeString('sentTo', { description: 'Where the code went, masked, as j•••@example.com.' }),
    expiresAt: t.expose('expiresAt', {
      type: 'DateTime',
      description: 'When the password is asked for again.',
    }),
    resendAvailableAt: t.expose('resendAvailableAt', {
      type: 'DateTime',
      description: 'When another code may be asked for.',
    }),
    rememberMeAllowed: t.exposeBoolean('rememberMeAllowed', {
      description: 'Whether the account lets this device be remembered for 30 days.',
    }),
  }),
})

const SessionTransportRef = builder.enumType('SessionTransport', {
  description: 'How the client keeps its session.',
  values: {
    COOKIE: {
      description: 'The server sets an HttpOnly cookie and never puts the token in a body: browsers.',
    },
    BEARER: {
      description: 'The token is in the body, for `Authorization: Bearer`: mobile apps and scripts.',
    },
  } as const,
})

const LoginInput = builder.inputType('LoginInput', {
  description: 'Email and password.',
  fields: (t) => ({
    email: t.string({ required: true, description: 'In any case.' }),
    password: t.string({ required: true, description: 'As it was chosen: nothing is trimmed or cut.' }),
    sessionTransport: t.field({
      type: SessionTransportRef,
      defaultValue: 'COOKIE',
      description: 'How this client keeps its session.',
    }),
    trustedDeviceToken: t.string({
      description: 'BEARER clients send the token that verifyCode gave them; browsers send a cookie.',
    }),
  }),
})

builder.mutationField('login', (t) =>
  t.errorUnionField({
    types: [LoginSuccessRef, VerificationRequiredRef, InvalidCredentialsError, RateLimitedError],
    description:
      'Signs in with email and password. Where the account has MFA on, a code is emailed and asked for.',
    args: { input: t.arg({ type: LoginInput, required: true, description: 'The credentials.' }) },
    resolve: async (_root, { input }, context) => {
      const sessionTransport = input.sessionTransport ?? 'COOKIE'
      if (sessionTransport === 'COOKIE') context.cookies.ensureSettable()
      const trustedDeviceToken = input.trustedDeviceToken ?? context.cookies.trustedDeviceToken
      const outcome = await login(
        context.services,
        { ...input, sessionTransport, trustedDeviceToken },
        context.client,
      )
      return 'challengeToken' in outcome ? outcome : handOver(context, outcome, null, sessionTransport)
    },
  }),
)

const VerifyCodeInput = builder.inputType('VerifyCodeInput', {
  description: 'The code that was emailed.',
  fields: (t) => ({
    challengeToken: t.string({ required: true, description: 'From VerificationRequired.' }),
    code: t.string({ required: true, description: 'The six digits; spaces are ignored.' }),
    rememberMe: t.boolean({
      defaultValue: false,
      description: 'Ask for no code on this device for 30 days.',
    }),
  }),
})

builder.mutationField('verifyCode', (t) =>
  t.errorUnionField({
    types: [LoginSuccessRef, InvalidCodeError, ChallengeExpiredError, RateLimitedError],
    description: 'Completes a sign-in with the code that was emailed.',
    args: {
      input: t.arg({ type: VerifyCodeInput, required: true, description: 'The code and its challenge.' }),
    },
    resolve: async (_root, { input }, context) => {
      const { services, client, cookies } = context
      const pending = await findPendingSignIn(services.db, input.challengeToken)
      // Before the code is used up, where its answer would have no cookie to go into.
      if (pending.sessionTransport === 'COOKIE') cookies.ensureSettable()
      const answer = { code: input.code, rememberMe: input.rememberMe ?? false }
      const signedIn = await verifyCode(services, pending, answer, client)
      return handOver(context, signedIn, signedIn.trustedDeviceToken, pending.sessionTransport)
    },
  }),
)

const ResendCodeInput = builder.inputType('ResendCodeInput', {
  description: 'The sign-in whose code did not arrive.',
  fields: (t) => ({
    challengeToken: t.string({ required: true, description: 'From VerificationRequired.' }),
  }),
})

builder.mutationField('resendCode', (t) =>
  t.field({
    type: VerificationRequiredRef,
    errors: { types: [ChallengeExpiredError, RateLimitedError] },
    description:
      'Sends another code, 60 seconds after the last one at the earliest; the last one no longer works.',
    args: { input: t.arg({ type: ResendCodeInput, required: true, description: 'The sign-in.' }) },
    resolve: (_root, { input }, { services, client }) => resendCode(services, input.challengeToken, client),
  }),
)

const LogoutSuccessRef = builder.objectRef<{ ok: true }>('LogoutSuccess').implement({
  description: 'The session has ended.',
  fields: (t) => ({ ok: t.exposeBoolean('ok', { description: 'Always true.' }) }),
})

builder.mutationField('logout', (t) =>
  t.field({
    type: LogoutSuccessRef,
    errors: { types: [] },
    description: 'Ends the session that asks. Signed in or not, afterwards nobody is.',
    resolve: async (_root, _args, { services, session, client, cookies }) => {
      if (session) await endOwnSession(services, session, session.id, client)
      await cookies.clearSession()
      return { ok: true as const }
    },
  }),
)

/** Gives a session to the client in the way it keeps it: a cookie's token is never in a body (ASVS 3.3.4). */
async function handOver(
  context: Context,
  { session, sessionToken }: SignedIn,
  trustedDeviceToken: string | null,
  sessionTransport: SessionTransport,
): Promise<LoginSuccess> {
  // Fields below the answer that ask who is signed in are answered for the new session.
  context.session = session
  if (sessionTransport === 'BEARER') return { session, sessionToken, trustedDeviceToken }
  await context.cookies.setSession(sessionToken)
  if (trustedDeviceToken) await context.cookies.setTrustedDevice(trustedDeviceToken)
  return { session, sessionToken: null, trustedDeviceToken: null }
}
