// Signing in with email and password.
import { builder } from '../../graphql/builder.ts'
import { RateLimitedError } from '../../platform/errors.ts'
import { InvalidCredentialsError } from '../errors.ts'
import { login } from './login.ts'
import { handOver, LoginSuccessRef } from './login-success-schema.ts'
import { VerificationRequiredRef } from './verification-required-schema.ts'

const SessionTransportRef = builder.enumType('SessionTransport', {
  description: 'How the client keeps its session.',
  values: {
    COOKIE: {
      description:
        'For browsers: the server sets an HttpOnly cookie. The response does not contain the token.',
    },
    BEARER: {
      description:
        'For mobile apps and scripts: the response contains the token, for `Authorization: Bearer`.',
    },
  } as const,
})

const LoginInput = builder.inputType('LoginInput', {
  description: 'Email and password.',
  fields: (t) => ({
    email: t.string({ required: true, description: 'Case is ignored.' }),
    password: t.string({ required: true, description: 'Exactly as chosen. Spaces count.' }),
    sessionTransport: t.field({
      type: SessionTransportRef,
      defaultValue: 'COOKIE',
      description: 'How this client keeps its session.',
    }),
    trustedDeviceToken: t.string({
      description: 'For BEARER: the token from `verifyCode`. Browsers send a cookie instead.',
    }),
  }),
})

builder.mutationField('login', (t) =>
  t.errorUnionField({
    types: [LoginSuccessRef, VerificationRequiredRef, InvalidCredentialsError, RateLimitedError],
    description:
      'Signs in with email and password. With MFA on, this emails a code. Enter it with `verifyCode`.',
    args: { input: t.arg({ type: LoginInput, required: true, description: 'The credentials.' }) },
    resolve: async (_root, { input }, context) => {
      const { services, client, cookies } = context
      const sessionTransport = input.sessionTransport ?? 'COOKIE'
      if (sessionTransport === 'COOKIE') cookies.ensureSettable()
      const given = input.trustedDeviceToken
      const trustedDeviceTokens = given == null ? cookies.trustedDeviceTokens : [given]
      const result = await login(services, { ...input, sessionTransport, trustedDeviceTokens }, client)
      return result.outcome === 'signed-in' ? handOver(context, result, null, sessionTransport) : result
    },
  }),
)
