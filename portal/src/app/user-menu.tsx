import {
  Avatar,
  Menu,
  Text,
  UnstyledButton,
  useComputedColorScheme,
  useMantineColorScheme,
} from '@mantine/core'
import { IconLogout, IconMoon, IconSun, IconUser } from '@tabler/icons-react'
import { useLocation } from 'wouter'
import { useApi } from '../api/api-provider.tsx'
import { roleNames } from '../api/role-names.ts'
import { useSend } from '../api/use-send.ts'
import { useViewer } from '../api/viewer.tsx'
import { LogoutDocument } from '../gql/graphql.ts'
import { toastError } from '../ui/messages.tsx'
import { RouterLink } from '../ui/router-link.ts'

export function UserMenu() {
  const { teamMember } = useViewer()
  const signOut = useSignOut()
  return (
    <Menu position="bottom-end" width={260}>
      <Menu.Target>
        <UnstyledButton>
          <Avatar name={teamMember.name} color="pine" size={36} aria-hidden />
          <span className="visually-hidden">Your menu: {teamMember.name}</span>
        </UnstyledButton>
      </Menu.Target>
      <Menu.Dropdown>
        <SignedInAs />
        <Menu.Divider />
        <Menu.Item component={RouterLink} href="/profile" leftSection={<IconUser size={16} aria-hidden />}>
          Profile
        </Menu.Item>
        <ColorSchemeItem />
        <Menu.Divider />
        <Menu.Item leftSection={<IconLogout size={16} aria-hidden />} onClick={signOut}>
          Sign out
        </Menu.Item>
      </Menu.Dropdown>
    </Menu>
  )
}

function SignedInAs() {
  const { name, email, role, sensitiveDataAccess } = useViewer().teamMember
  return (
    <Menu.Label>
      <Text size="sm" fw={600} c="var(--mantine-color-text)" truncate>
        {name}
      </Text>
      <Text size="xs" truncate>
        {email}
      </Text>
      <Text size="xs">
        {roleNames[role]}
        {sensitiveDataAccess && ' · Sensitive Data Access'}
      </Text>
    </Menu.Label>
  )
}

function ColorSchemeItem() {
  const { setColorScheme } = useMantineColorScheme()
  const isDark = useComputedColorScheme('light') === 'dark'
  const Icon = isDark ? IconSun : IconMoon
  return (
    <Menu.Item
      leftSection={<Icon size={16} aria-hidden />}
      onClick={() => setColorScheme(isDark ? 'light' : 'dark')}
    >
      {isDark ? 'Light colors' : 'Dark colors'}
    </Menu.Item>
  )
}

function useSignOut() {
  const [, logout] = useSend(LogoutDocument)
  const { restart } = useApi()
  const [, navigate] = useLocation()
  return async () => {
    const answer = await logout({})
    if (answer.__typename === 'Failure') return toastError(answer.message)
    navigate('/sign-in')
    restart()
  }
}
