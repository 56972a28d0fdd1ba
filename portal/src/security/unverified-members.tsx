// The members who must verify their email before MFA can be turned on. "Remind" opens an email in the viewer's own
// email program.
import { Alert, Button, Group, Stack, Text } from '@mantine/core'
import { IconMail, IconMailExclamation } from '@tabler/icons-react'
import { useViewer } from '../api/viewer.tsx'
import type { SignInState } from '../sign-in/sign-in-state.ts'
import { RouterLink } from '../ui/router-link.ts'

type Member = { id: string; name: string; email: string }

export function UnverifiedMembers({ members }: { members: readonly Member[] }) {
  const { teamMember: viewer } = useViewer()
  const who = members.length === 1 ? '1 team member has' : `${members.length} team members have`
  return (
    <Alert
      color="orange"
      icon={<IconMailExclamation aria-hidden />}
      title={`${who} not verified their email yet`}
      role="note"
    >
      <Text size="sm" inherit>
        Until they have, multi-factor authentication cannot be turned on: they would be locked out.
      </Text>
      <Stack
        component="ul"
        gap="xs"
        m={0}
        mt="sm"
        p={0}
        style={{ listStyle: 'none' }}
        aria-label="Unverified members"
      >
        {members.map((member) => (
          <Group component="li" key={member.id} justify="space-between" gap="xs">
            <div>
              <Text size="sm" fw={600}>
                {member.name}
              </Text>
              <Text size="sm">{member.email}</Text>
            </div>
            {member.id === viewer.id ? <VerifyOwn /> : <Remind member={member} />}
          </Group>
        ))}
      </Stack>
    </Alert>
  )
}

function Remind({ member }: { member: Member }) {
  return (
    <Button
      component="a"
      href={reminder(member)}
      variant="default"
      size="xs"
      leftSection={<IconMail size={16} aria-hidden />}
      aria-label={`Remind ${member.name}`}
    >
      Remind
    </Button>
  )
}

function VerifyOwn() {
  return (
    <Button
      component={RouterLink}
      href="/verify-email"
      state={{ from: '/settings/security' } satisfies SignInState}
      variant="default"
      size="xs"
    >
      Verify yours
    </Button>
  )
}

function reminder({ name, email }: Member): string {
  const subject = 'Please verify your email'
  const body = `Hello ${name},\n\nplease sign in and verify your email, so that we can turn multi-factor authentication on:\n${window.location.origin}/verify-email\n`
  return `mailto:${encodeURIComponent(email)}?subject=${encodeURIComponent(subject)}&body=${encodeURIComponent(body)}`
}
