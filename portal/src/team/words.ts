// What roles may do, and the states of team members, in words.
import type { TeamMemberRole, TeamMemberStatus } from '../gql/graphql.ts'

export const roleDescriptions: Record<TeamMemberRole, string> = {
  SUPER_ADMIN: 'Everything, including granting Sensitive Data Access, which they get themselves.',
  ADMIN: 'Day-to-day administration.',
  VIEWER: 'Reading only.',
}

export const statusNames: Record<TeamMemberStatus, string> = {
  INVITED: 'Invited',
  ACTIVE: 'Active',
  DEACTIVATED: 'Deactivated',
}
