// Shown when a page cannot be: it failed, or its file belongs to an older version and is gone.
import { Button, Center, Stack, Text, Title } from '@mantine/core'
import { Component, type ReactNode } from 'react'

export class ErrorBoundary extends Component<{ children: ReactNode }, { failed: boolean }> {
  override state = { failed: false }

  static getDerivedStateFromError() {
    return { failed: true }
  }

  override render() {
    if (!this.state.failed) return this.props.children
    return (
      <Center mih="100dvh" p="md" component="main">
        <Stack align="center" ta="center" role="alert">
          <Title order={1}>This page could not be shown</Title>
          <Text c="dimmed">The portal may have been updated meanwhile.</Text>
          <Button onClick={() => window.location.reload()}>Load it again</Button>
        </Stack>
      </Center>
    )
  }
}
