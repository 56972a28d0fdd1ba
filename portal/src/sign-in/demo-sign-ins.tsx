// In development the server lists the demo members to sign in as. In production it lists none, and this shows nothing.
import { Badge, Group, Stack, Text, UnstyledButton } from '@mantine/core'
import { roleNames } from '../api/role-names.ts'
import type { TeamMemberRole } from '../gql/graphql.ts'
import classes from './demo-sign-ins.module.css'

type Demo = {
  password: string
  members: { name: string; email: string; role: TeamMemberRole; sensitiveDataAccess: boolean }[]
}

function readDemo(): Demo | null {
  const content = document.querySelector<HTMLMetaElement>('meta[name="demo-sign-ins"]')?.content
  return content ? (JSON.parse(content) as Demo) : null
}

export function DemoSignIns({
  onChoose,
}: {
  onChoose: (values: { email: string; password: string }) => void
}) {
  const demo = readDemo()
  if (!demo) return null
  return (
    <Stack gap="xs" component="section" aria-label="Demo members">
      <Text size="sm" c="dimmed">
        Demo data: choose who to sign in as.
      </Text>
      <ul className={classes.list}>
        {demo.members.map(({ name, email, role, sensitiveDataAccess }) => (
          <li key={email}>
            <UnstyledButton
              className={classes.member}
              onClick={() => onChoose({ email, password: demo.password })}
            >
              <Group justify="space-between" gap="xs">
                <Text size="sm" fw={500}>
                  {name}
                </Text>
                <Group gap={6}>{sensitiveDataAccess && <Badge size="sm">Sensitive Data Access</Badge>}</Group>
              </Group>
              <Text size="xs" c="dimmed">
                {roleNames[role]} · {email}
              </Text>
            </UnstyledButton>
          </li>
        ))}
      </ul>
    </Stack>
  )
}
