// The API's roles, in words.
import type { TeamMemberRole } from '../gql/graphql.ts'

export const roleNames: Record<TeamMemberRole, string> = {
  SUPER_ADMIN: 'Super Admin',
  ADMIN: 'Admin',
  VIEWER: 'Viewer',
}
