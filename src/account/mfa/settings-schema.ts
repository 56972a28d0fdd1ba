// The MFA settings, as an API type.
import { trustedDeviceDays } from '../../auth/devices/trusted-device.ts'
import { builder } from '../../graphql/builder.ts'
import { byName } from '../team/member-schema.ts'

export const MfaSettingsRef = builder.prismaObject('Account', {
  variant: 'MfaSettings',
  description: 'How the members of an account sign in.',
  fields: (t) => ({
    enabled: t.exposeBoolean('mfaEnabled', {
      description: 'Whether every member enters an emailed code to sign in.',
    }),
    rememberMeAllowed: t.exposeBoolean('rememberMeAllowed', {
      description: 'Whether members may skip the code on devices that they trust.',
    }),
    rememberMeDays: t.int({
      description: 'How many days a trusted device skips the code.',
      resolve: () => trustedDeviceDays,
    }),
    unverifiedTeamMembers: t.relation('teamMembers', {
      description:
        'Active members whose email is not verified, by name. MFA cannot be enabled while there are any. Invited members are not included, because accepting the invitation verifies the address.',
      query: { where: { status: 'ACTIVE', emailVerifiedAt: null }, orderBy: byName },
    }),
    updatedAt: t.expose('mfaUpdatedAt', {
      type: 'DateTime',
      nullable: true,
      description: 'When the settings last changed. Null if they never did.',
    }),
    updatedBy: t.relation('mfaUpdatedBy', {
      nullable: true,
      description: 'Who last changed the settings. Null if they never changed, or the operator changed them.',
    }),
  }),
})
