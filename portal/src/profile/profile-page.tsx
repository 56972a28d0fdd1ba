// My profile: the member's name and role, and where they are signed in.
import { Badge, DataList, Group, Text } from '@mantine/core'
import { roleNames } from '../api/role-names.ts'
import { useViewer } from '../api/viewer.tsx'
import { Page } from '../ui/page.tsx'
import { Section } from '../ui/section.tsx'
import { ChangePassword } from './change-password.tsx'
import { EmailSection } from './email-section.tsx'
import { Sessions } from './sessions.tsx'
import { TrustedDevices } from './trusted-devices.tsx'

export default function ProfilePage() {
  return (
    <Page title="Profile" description="Your own sign-in, and where it is used.">
      <About />
      <EmailSection />
      <ChangePassword />
      <Sessions />
      <TrustedDevices />
    </Page>
  )
}

function About() {
  const { teamMember, account } = useViewer()
  const facts = [
    ['Name', teamMember.name],
    ['Account', account.name],
    ['Role', roleNames[teamMember.role]],
  ]
  return (
    <Section title="You">
      <DataList>
        {facts.map(([label, value]) => (
          <DataList.Item key={label}>
            <DataList.ItemLabel>{label}</DataList.ItemLabel>
            <DataList.ItemValue>{value}</DataList.ItemValue>
          </DataList.Item>
        ))}
      </DataList>
      <Group gap="xs">
        {teamMember.sensitiveDataAccess ? (
          <Badge>Sensitive Data Access</Badge>
        ) : (
          <Text size="sm" c="dimmed">
            You have no Sensitive Data Access: tax ids and bank accounts are masked for you.
          </Text>
        )}
      </Group>
    </Section>
  )
}
