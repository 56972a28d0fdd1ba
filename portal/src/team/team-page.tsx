// Admin settings › Team members.
import { Button, Skeleton, Stack } from '@mantine/core'
import { useDisclosure } from '@mantine/hooks'
import { IconUserPlus } from '@tabler/icons-react'
import { useQuery } from 'urql'
import { LoadError } from '../api/load-error.tsx'
import { Pager, usePageVariables } from '../api/pager.tsx'
import { useViewer } from '../api/viewer.tsx'
import { TeamDocument } from '../gql/graphql.ts'
import { Page } from '../ui/page.tsx'
import { InviteDialog } from './invite-dialog.tsx'
import { TeamTable } from './team-table.tsx'

const pageSize = 20

export default function TeamPage() {
  const { role } = useViewer().teamMember
  const [opened, { open, close }] = useDisclosure()
  return (
    <Page
      title="Team members"
      description="Who signs in to your account, what they may do, and who has access to sensitive data."
      actions={
        role !== 'VIEWER' && (
          <Button leftSection={<IconUserPlus size={18} aria-hidden />} onClick={open}>
            Invite member
          </Button>
        )
      }
    >
      <Team />
      <InviteDialog opened={opened} onClose={close} />
    </Page>
  )
}

function Team() {
  const variables = usePageVariables(pageSize)
  const [{ data, error }, load] = useQuery({
    query: TeamDocument,
    variables,
    requestPolicy: 'cache-and-network',
  })
  const team = data?.viewer?.account.teamMembers
  if (!team) return error ? <LoadError error={error} retry={load} /> : <TableSkeleton />
  const { nodes, pageInfo, totalCount } = team
  return (
    <Stack>
      <TeamTable members={nodes} />
      <Pager
        cursors={pageInfo}
        shown={nodes.length}
        total={totalCount}
        noun={totalCount === 1 ? 'member' : 'members'}
      />
    </Stack>
  )
}

function TableSkeleton() {
  return (
    <Stack gap="xs" role="status" aria-label="Loading">
      {[1, 2, 3, 4].map((row) => (
        <Skeleton key={row} height={56} radius="md" />
      ))}
    </Stack>
  )
}
