// Asks before a colleague's membership is changed, and changes it.
import { Radio, Stack } from '@mantine/core'
import { useState } from 'react'
import { roleNames } from '../api/role-names.ts'
import { useSend } from '../api/use-send.ts'
import {
  DeactivateTeamMemberDocument,
  InviteTeamMemberDocument,
  type MemberFragment,
  ReactivateTeamMemberDocument,
  SetSensitiveDataAccessDocument,
  SetTeamMemberRoleDocument,
  type TeamMemberRole,
} from '../gql/graphql.ts'
import { refusalOf, useReauthenticated } from '../profile/reauthentication.tsx'
import { ConfirmDialog } from '../ui/confirm-dialog.tsx'
import { toastSuccess } from '../ui/messages.tsx'
import { actionTexts, type MemberAction } from './member-actions.ts'
import { roleDescriptions } from './words.ts'

type MemberActionDialogProps = { action: MemberAction; member: MemberFragment; onClose: () => void }

export function MemberActionDialog({ action, member, onClose }: MemberActionDialogProps) {
  const [role, setRole] = useState(member.role)
  const act = useMemberActions(member, role)
  const { title, confirmLabel, text, done, dangerous = false } = actionTexts[action](member)
  const confirm = async () => {
    const refusal = await act[action]()
    if (refusal === null) toastSuccess(done)
    return refusal
  }
  return (
    <ConfirmDialog
      title={title}
      confirmLabel={confirmLabel}
      dangerous={dangerous}
      onConfirm={confirm}
      onClose={onClose}
    >
      {action === 'role' ? <RoleChoice value={role} onChange={setRole} /> : text}
    </ConfirmDialog>
  )
}

type RoleChoiceProps = { value: TeamMemberRole; onChange: (role: TeamMemberRole) => void }

function RoleChoice({ value, onChange }: RoleChoiceProps) {
  return (
    <Radio.Group
      label="Role"
      description="Sensitive Data Access stays as it is."
      value={value}
      onChange={(role) => onChange(role as TeamMemberRole)}
    >
      <Stack gap="sm" mt="xs">
        {(Object.keys(roleNames) as TeamMemberRole[]).map((role) => (
          <Radio key={role} value={role} label={roleNames[role]} description={roleDescriptions[role]} />
        ))}
      </Stack>
    </Radio.Group>
  )
}

/** Each action returns what went wrong, or null. */
function useMemberActions(
  { id: teamMemberId, name, email, role: currentRole }: MemberFragment,
  role: TeamMemberRole,
): Record<MemberAction, () => Promise<string | null>> {
  const reauthenticated = useReauthenticated()
  const [, setAccess] = useSend(SetSensitiveDataAccessDocument)
  const [, setRole] = useSend(SetTeamMemberRoleDocument)
  const [, invite] = useSend(InviteTeamMemberDocument)
  const [, deactivate] = useSend(DeactivateTeamMemberDocument)
  const [, reactivate] = useSend(ReactivateTeamMemberDocument)
  const access = async (granted: boolean) =>
    refusalOf(await reauthenticated(() => setAccess({ input: { teamMemberId, granted } })))
  return {
    grant: () => access(true),
    revoke: () => access(false),
    role: async () => refusalOf(await reauthenticated(() => setRole({ input: { teamMemberId, role } }))),
    invite: async () =>
      refusalOf(await reauthenticated(() => invite({ input: { name, email, role: currentRole } }))),
    deactivate: async () => refusalOf(await deactivate({ input: { teamMemberId } })),
    reactivate: async () => refusalOf(await reactivate({ input: { teamMemberId } })),
  }
}
