// The email that the member signs in with. A new one replaces it once its emailed code is entered.
import { Alert, Anchor, Badge, Button, Group, Text } from '@mantine/core'
import { useDisclosure } from '@mantine/hooks'
import { useViewer } from '../api/viewer.tsx'
import type { SignInState } from '../sign-in/sign-in-state.ts'
import { RouterLink } from '../ui/router-link.ts'
import { Section } from '../ui/section.tsx'
import { ChangeEmailForm } from './change-email-form.tsx'

const comeBack: SignInState = { from: '/profile' }

export function EmailSection() {
  const { teamMember, pendingEmail } = useViewer()
  const [opened, { open, close }] = useDisclosure()
  return (
    <Section title="Email" description="You sign in with it, and codes are sent there.">
      <Group gap="sm">
        <Text fw={500}>{teamMember.email}</Text>
        <Badge color={teamMember.emailVerified ? 'pine' : 'orange'}>
          {teamMember.emailVerified ? 'Verified' : 'Not verified'}
        </Badge>
        {!teamMember.emailVerified && (
          <Anchor component={RouterLink} href="/verify-email" state={comeBack} size="sm">
            Verify it
          </Anchor>
        )}
      </Group>
      {pendingEmail && <PendingEmail email={pendingEmail} />}
      {opened ? (
        <ChangeEmailForm onClose={close} />
      ) : (
        <Group>
          <Button variant="default" onClick={open}>
            Change email
          </Button>
        </Group>
      )}
    </Section>
  )
}

function PendingEmail({ email }: { email: string }) {
  return (
    <Alert color="blue" role="note">
      {email} waits for its code. Until it is given, you sign in as before.{' '}
      <Anchor
        component={RouterLink}
        href="/verify-email"
        state={comeBack}
        inherit
        underline="always"
        c="inherit"
      >
        Send a code and enter it
      </Anchor>
    </Alert>
  )
}
