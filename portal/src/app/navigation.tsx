import { NavLink, Stack, Text } from '@mantine/core'
import { IconFileDownload, IconShieldLock, IconUser, IconUsers, IconUsersGroup } from '@tabler/icons-react'
import { useId } from 'react'
import { useLocation } from 'wouter'
import { RouterLink } from '../ui/router-link.ts'

const groups = [
  { title: 'Fund', links: [{ href: '/investors', label: 'Investors', icon: IconUsers }] },
  {
    title: 'My profile',
    links: [
      { href: '/profile', label: 'Profile', icon: IconUser },
      { href: '/exports', label: 'Exports', icon: IconFileDownload },
    ],
  },
  {
    title: 'Admin settings',
    links: [
      { href: '/settings/security', label: 'General', icon: IconShieldLock },
      { href: '/settings/team', label: 'Team members', icon: IconUsersGroup },
    ],
  },
]

export function Navigation() {
  return (
    <Stack gap="lg">
      {groups.map((group) => (
        <NavigationGroup key={group.title} {...group} />
      ))}
    </Stack>
  )
}

function NavigationGroup({ title, links }: (typeof groups)[number]) {
  const id = useId()
  const [path] = useLocation()
  return (
    <Stack gap={2} role="group" aria-labelledby={id}>
      <Text size="xs" fw={600} c="dimmed" px={12} mb={4} id={id}>
        {title}
      </Text>
      {links.map(({ href, label, icon: Icon }) => (
        <NavLink
          key={href}
          component={RouterLink}
          href={href}
          label={label}
          active={path === href}
          {...(path === href && { 'aria-current': 'page' as const })}
          leftSection={<Icon size={18} stroke={1.75} aria-hidden />}
          variant="light"
          style={{ borderRadius: 'var(--mantine-radius-md)' }}
        />
      ))}
    </Stack>
  )
}
