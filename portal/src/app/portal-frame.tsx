// The frame around a signed-in member's page: top bar and navigation.
import { AppShell, Box, Burger, Container, Group, Text, UnstyledButton } from '@mantine/core'
import { useDisclosure } from '@mantine/hooks'
import { type ReactNode, useEffect } from 'react'
import { useLocation } from 'wouter'
import { useViewer } from '../api/viewer.tsx'
import { Bell } from '../notifications/bell.tsx'
import { BellProvider } from '../notifications/bell-provider.tsx'
import { ReauthenticationProvider } from '../profile/reauthentication.tsx'
import { UnverifiedBanner } from '../profile/unverified-banner.tsx'
import { Logo } from '../ui/logo.tsx'
import { RouterLink } from '../ui/router-link.ts'
import { Navigation } from './navigation.tsx'
import { UserMenu } from './user-menu.tsx'

export default function PortalFrame({ children }: { children: ReactNode }) {
  const [opened, { toggle, close }] = useDisclosure()
  const [path] = useLocation()
  // biome-ignore lint/correctness/useExhaustiveDependencies: on a phone, opening another page closes the navigation
  useEffect(close, [path])
  return (
    <ReauthenticationProvider>
      <BellProvider>
        <a href="#main" className="skip-link">
          Skip to the page
        </a>
        <AppShell
          header={{ height: 60 }}
          navbar={{ width: 248, breakpoint: 'md', collapsed: { mobile: !opened } }}
          padding={0}
        >
          <AppShell.Header>
            <TopBar opened={opened} onToggle={toggle} />
          </AppShell.Header>
          <AppShell.Navbar p="md" pt="lg" aria-label="Main" id="navigation">
            <Navigation />
          </AppShell.Navbar>
          <AppShell.Main id="main">
            <Container size={1120} py={{ base: 'lg', sm: 40 }} px={{ base: 'md', sm: 'xl' }}>
              <UnverifiedBanner />
              {children}
            </Container>
          </AppShell.Main>
        </AppShell>
      </BellProvider>
    </ReauthenticationProvider>
  )
}

function TopBar({ opened, onToggle }: { opened: boolean; onToggle: () => void }) {
  const { account } = useViewer()
  return (
    <Group h="100%" px={{ base: 'sm', sm: 'lg' }} justify="space-between" wrap="nowrap" gap="xs">
      <Group gap="sm" wrap="nowrap" miw={0}>
        <Burger
          opened={opened}
          onClick={onToggle}
          hiddenFrom="md"
          size="sm"
          aria-label="Navigation"
          aria-expanded={opened}
          aria-controls="navigation"
        />
        <UnstyledButton
          component={RouterLink}
          href="/"
          display="flex"
          aria-label="Vestibule, to the first page"
        >
          <Logo size={30} />
        </UnstyledButton>
        <Box miw={0}>
          <Text fw={600} size="sm" truncate>
            {account.name}
          </Text>
          <Text size="xs" c="dimmed" lh={1.2} visibleFrom="xs">
            Vestibule
          </Text>
        </Box>
      </Group>
      <Group gap="xs" wrap="nowrap">
        <Bell />
        <UserMenu />
      </Group>
    </Group>
  )
}
