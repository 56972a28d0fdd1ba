// The roles and states of team members, in words.
import type { TeamMemberRole, TeamMemberStatus } from '../gql/graphql.ts'

export const roleNames: Record<TeamMemberRole, string> = {
  SUPER_ADMIN: 'Super Admin',
  ADMIN: 'Admin',
  VIEWER: 'Viewer',
}

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
