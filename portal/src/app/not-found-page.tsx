import { Button, Stack, Text } from '@mantine/core'
import { SignInFrame } from '../sign-in/sign-in-frame.tsx'
import { PageTitle } from '../ui/page.tsx'
import { RouterLink } from '../ui/router-link.ts'

export function NotFoundPage() {
  return (
    <SignInFrame>
      <Stack align="flex-start">
        <PageTitle>There is no such page</PageTitle>
        <Text c="dimmed">The address may be mistyped, or the page was moved.</Text>
        <Button component={RouterLink} href="/">
          Go to the portal
        </Button>
      </Stack>
    </SignInFrame>
  )
}
