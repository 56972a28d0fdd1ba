// The frame of the pages around signing in: the logo and one card.
import { Box, Center, Group, Paper, Stack, Text } from '@mantine/core'
import type { ReactNode } from 'react'
import { Logo } from '../ui/logo.tsx'

export function SignInFrame({ children }: { children: ReactNode }) {
  return (
    <Center mih="100dvh" px="md" py="xl">
      <Stack w="100%" maw={440} gap="lg">
        <Group gap="sm" component="header">
          <Logo />
          <Text fw={600} size="lg">
            Vestibule
          </Text>
        </Group>
        <Paper withBorder p={{ base: 'lg', xs: 'xl' }} component="main">
          {children}
        </Paper>
        <Box component="footer">
          <Text size="xs" c="dimmed">
            For the back offices of private funds. Sensitive exports stay in here: nothing is sent by email.
          </Text>
        </Box>
      </Stack>
    </Center>
  )
}
