import { Badge, Box, Group, Paper, Table, Text, Tooltip } from '@mantine/core'
import { IconCircleCheckFilled } from '@tabler/icons-react'
import { roleNames } from '../api/role-names.ts'
import { useViewer } from '../api/viewer.tsx'
import type { MemberFragment } from '../gql/graphql.ts'
import { MemberMenu } from './member-menu.tsx'
import { statusNames } from './words.ts'

const statusColors = { ACTIVE: 'pine', INVITED: 'blue', DEACTIVATED: 'gray' }

export function TeamTable({ members }: { members: readonly MemberFragment[] }) {
  return (
    <Paper withBorder>
      <Table verticalSpacing="sm" horizontalSpacing="md" aria-label="Team members">
        <Table.Thead>
          <Table.Tr>
            <Table.Th scope="col">Member</Table.Th>
            <Table.Th scope="col" visibleFrom="sm">
              Role
            </Table.Th>
            <Table.Th scope="col" visibleFrom="sm">
              Data access
            </Table.Th>
            <Table.Th scope="col" visibleFrom="sm">
              Status
            </Table.Th>
            <Table.Th scope="col" w={64}>
              <span className="visually-hidden">Actions</span>
            </Table.Th>
          </Table.Tr>
        </Table.Thead>
        <Table.Tbody>
          {members.map((member) => (
            <MemberRow key={member.id} member={member} />
          ))}
        </Table.Tbody>
      </Table>
    </Paper>
  )
}

function MemberRow({ member }: { member: MemberFragment }) {
  return (
    <Table.Tr>
      <Table.Td>
        <NameAndEmail member={member} />
        <Box hiddenFrom="sm" mt={4}>
          <Group gap={6}>
            <Text size="xs">{roleNames[member.role]}</Text>
            <Status member={member} />
            {member.sensitiveDataAccess && <DataAccess />}
          </Group>
        </Box>
      </Table.Td>
      <Table.Td visibleFrom="sm">{roleNames[member.role]}</Table.Td>
      <Table.Td visibleFrom="sm">
        {member.sensitiveDataAccess ? <DataAccess /> : <Text size="sm">Masked</Text>}
      </Table.Td>
      <Table.Td visibleFrom="sm">
        <Status member={member} />
      </Table.Td>
      <Table.Td>
        <MemberMenu member={member} />
      </Table.Td>
    </Table.Tr>
  )
}

function NameAndEmail({ member }: { member: MemberFragment }) {
  const { teamMember: viewer } = useViewer()
  return (
    <>
      <Text size="sm" fw={500}>
        {member.name}
        {member.id === viewer.id && (
          <Text span c="dimmed" fw={400} inherit>
            {' '}
            (you)
          </Text>
        )}
      </Text>
      <Group gap={4}>
        <Text size="sm" c="dimmed">
          {member.email}
        </Text>
        {member.emailVerified ? <Verified /> : <NotVerified />}
      </Group>
    </>
  )
}

function Verified() {
  return (
    <Tooltip label="Email verified">
      <Box component="span" role="img" aria-label="Email verified" c="pine.6" display="inline-flex">
        <IconCircleCheckFilled size={16} aria-hidden />
      </Box>
    </Tooltip>
  )
}

const NotVerified = () => (
  <Badge size="xs" color="orange">
    Not verified
  </Badge>
)

const DataAccess = () => <Badge>Sensitive data</Badge>

const Status = ({ member: { status } }: { member: MemberFragment }) => (
  <Badge color={statusColors[status]}>{statusNames[status]}</Badge>
)
