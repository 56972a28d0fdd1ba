// Asks before something is done about a colleague, and does it.
import { Radio, Stack } from '@mantine/core'
import { type ReactNode, useState } from 'react'
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
import { roleDescriptions } from './words.ts'

export type MemberAction = 'grant' | 'revoke' | 'role' | 'invite' | 'deactivate' | 'reactivate'

type MemberActionDialogProps = { action: MemberAction; member: MemberFragment; onClose: () => void }

export function MemberActionDialog({ action, member, onClose }: MemberActionDialogProps) {
  const [role, setRole] = useState(member.role)
  const act = useMemberActions(member, role)
  const { title, confirmLabel, text, done, dangerous = false } = describe(member)[action]
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

function RoleChoice({
  value,
  onChange,
}: {
  value: TeamMemberRole
  onChange: (role: TeamMemberRole) => void
}) {
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

/** Each returns what went wrong, or null. */
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

type Description = { title: string; confirmLabel: string; text: ReactNode; done: string; dangerous?: boolean }

function describe({ name, email, status }: MemberFragment): Record<MemberAction, Description> {
  return {
    grant: {
      title: 'Grant Sensitive Data Access?',
      confirmLabel: 'Grant access',
      text: `${name} will be able to export unmasked tax ids and bank details. Devices that ask them for no code are forgotten.`,
      done: `${name} has Sensitive Data Access.`,
    },
    revoke: {
      title: 'Remove Sensitive Data Access?',
      confirmLabel: 'Remove access',
      text: `${name} can no longer export. The files of their exports are destroyed, and downloads under way end.`,
      done: `${name} no longer has Sensitive Data Access.`,
      dangerous: true,
    },
    role: {
      title: `Change the role of ${name}`,
      confirmLabel: 'Change role',
      text: null,
      done: `The role of ${name} was changed.`,
    },
    invite: {
      title: 'Send the invitation again?',
      confirmLabel: 'Send invitation',
      text: `${email} gets a new link; the one before no longer works.`,
      done: `The invitation is on its way to ${email}.`,
    },
    deactivate: {
      title: status === 'INVITED' ? 'Withdraw the invitation?' : `Deactivate ${name}?`,
      confirmLabel: status === 'INVITED' ? 'Withdraw invitation' : 'Deactivate',
      text: 'They are signed out everywhere, lose Sensitive Data Access, and cannot sign in until they are reactivated.',
      done: `${name} is deactivated.`,
      dangerous: true,
    },
    reactivate: {
      title: `Reactivate ${name}?`,
      confirmLabel: 'Reactivate',
      text: 'They can sign in again, without Sensitive Data Access. Who never accepted their invitation gets a new one.',
      done: `${name} is back.`,
    },
  }
}
