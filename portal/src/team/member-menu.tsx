// The actions on a colleague. The API decides, but what it would certainly refuse is not offered.
import { ActionIcon, Menu } from '@mantine/core'
import {
  IconDots,
  IconEye,
  IconEyeOff,
  IconMailForward,
  IconUserCheck,
  IconUserCog,
  IconUserOff,
} from '@tabler/icons-react'
import { useState } from 'react'
import { useViewer, type Viewer } from '../api/viewer.tsx'
import type { MemberFragment } from '../gql/graphql.ts'
import { MemberActionDialog } from './member-action-dialog.tsx'
import type { MemberAction } from './member-actions.ts'

export function MemberMenu({ member }: { member: MemberFragment }) {
  const { teamMember: viewer } = useViewer()
  const [action, setAction] = useState<MemberAction | null>(null)
  const actions = actionsOf(viewer, member)
  if (actions.length === 0) return null
  return (
    <>
      <Menu position="bottom-end" width={260}>
        <Menu.Target>
          <ActionIcon variant="subtle" color="gray" size={36} aria-label={`Actions for ${member.name}`}>
            <IconDots size={18} aria-hidden />
          </ActionIcon>
        </Menu.Target>
        <Menu.Dropdown>
          {actions.map((name) => {
            const { label, icon: Icon } = items[name]
            return (
              <Menu.Item
                key={name}
                leftSection={<Icon size={16} aria-hidden />}
                onClick={() => setAction(name)}
              >
                {label}
              </Menu.Item>
            )
          })}
        </Menu.Dropdown>
      </Menu>
      {action && <MemberActionDialog action={action} member={member} onClose={() => setAction(null)} />}
    </>
  )
}

const items: Record<MemberAction, { label: string; icon: typeof IconDots }> = {
  grant: { label: 'Grant Sensitive Data Access', icon: IconEye },
  revoke: { label: 'Remove Sensitive Data Access', icon: IconEyeOff },
  role: { label: 'Change role', icon: IconUserCog },
  invite: { label: 'Send invitation again', icon: IconMailForward },
  deactivate: { label: 'Deactivate', icon: IconUserOff },
  reactivate: { label: 'Reactivate', icon: IconUserCheck },
}

function actionsOf(viewer: Viewer['teamMember'], member: MemberFragment): MemberAction[] {
  const isSelf = viewer.id === member.id
  const superAdmin = viewer.role === 'SUPER_ADMIN'
  const manages = superAdmin || (viewer.role === 'ADMIN' && member.role !== 'SUPER_ADMIN')
  const may: Record<MemberAction, boolean> = {
    grant:
      superAdmin &&
      viewer.sensitiveDataAccess &&
      !member.sensitiveDataAccess &&
      member.status !== 'DEACTIVATED',
    revoke: superAdmin && viewer.sensitiveDataAccess && member.sensitiveDataAccess,
    role: superAdmin && member.status !== 'DEACTIVATED',
    invite: manages && member.status === 'INVITED',
    deactivate: manages && !isSelf && member.status !== 'DEACTIVATED',
    reactivate: manages && member.status === 'DEACTIVATED',
  }
  return (Object.keys(may) as MemberAction[]).filter((name) => may[name])
}
