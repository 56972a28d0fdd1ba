// My profile › Exports: the exports that this member requested.
import { Alert, Button, Paper, Skeleton, Stack, Text, Title } from '@mantine/core'
import { useDisclosure } from '@mantine/hooks'
import { IconFileDownload, IconLock, IconPlus } from '@tabler/icons-react'
import { useEffect } from 'react'
import { useQuery } from 'urql'
import { LoadError } from '../api/load-error.tsx'
import { Pager, usePageVariables } from '../api/pager.tsx'
import { useViewer } from '../api/viewer.tsx'
import { ExportsDocument } from '../gql/graphql.ts'
import { useBell } from '../notifications/bell-provider.tsx'
import { Page } from '../ui/page.tsx'
import { ExportItem } from './export-item.tsx'
import { RequestDialog } from './request-dialog.tsx'

const pageSize = 10

/** A list without exports must also be loaded again when the first one is requested. */
const changesWithExports = { additionalTypenames: ['Export'] }

export default function ExportsPage() {
  const { sensitiveDataAccess } = useViewer().teamMember
  const [opened, { open, close }] = useDisclosure()
  return (
    <Page
      title="Exports"
      description="Files with unmasked tax ids and bank details. Only you see and download what you asked for; each file is deleted after 72 hours."
      actions={
        sensitiveDataAccess && (
          <Button leftSection={<IconPlus size={18} aria-hidden />} onClick={open}>
            Request export
          </Button>
        )
      }
    >
      {!sensitiveDataAccess && <CannotRequest />}
      <ExportList onRequest={sensitiveDataAccess ? open : null} />
      <RequestDialog opened={opened} onClose={close} />
    </Page>
  )
}

function CannotRequest() {
  return (
    <Alert color="gray" icon={<IconLock aria-hidden />} title="You cannot request exports" role="note">
      Exports hold unmasked tax ids and bank details, so they need Sensitive Data Access. A Super Admin of
      your account can grant it to you, in Admin settings › Team members.
    </Alert>
  )
}

/** @param onRequest null for members who may not request exports, but may have some from before. */
function ExportList({ onRequest }: { onRequest: (() => void) | null }) {
  const variables = usePageVariables(pageSize)
  const [{ data, error }, load] = useQuery({
    query: ExportsDocument,
    variables,
    requestPolicy: 'cache-and-network',
    context: changesWithExports,
  })
  useReload(load)
  if (!data) return error ? <LoadError error={error} retry={load} /> : <ListSkeleton />
  const { nodes, pageInfo, totalCount } = data.exports
  if (totalCount === 0) return onRequest && <NoExports onRequest={onRequest} />
  return (
    <Stack>
      <Stack component="ul" gap="sm" m={0} p={0} style={{ listStyle: 'none' }} aria-label="Your exports">
        {nodes.map((item) => (
          <ExportItem key={item.id} item={item} onChanged={load} />
        ))}
      </Stack>
      <Pager
        cursors={pageInfo}
        shown={nodes.length}
        total={totalCount}
        noun={totalCount === 1 ? 'export' : 'exports'}
      />
    </Stack>
  )
}

/** Loads the list again when a notification comes, and when the member returns to the tab. */
function useReload(load: (options: { requestPolicy: 'network-only' }) => void): void {
  const { newest } = useBell()
  useEffect(() => {
    if (newest) load({ requestPolicy: 'network-only' })
  }, [newest, load])
  useEffect(() => {
    const look = () => load({ requestPolicy: 'network-only' })
    window.addEventListener('focus', look)
    return () => window.removeEventListener('focus', look)
  }, [load])
}

function NoExports({ onRequest }: { onRequest: () => void }) {
  return (
    <Paper withBorder p="xl" ta="center">
      <Stack align="center" gap="sm" py="lg">
        <IconFileDownload size={40} stroke={1.25} aria-hidden />
        <Title order={2}>No exports yet</Title>
        <Text c="dimmed" maw={420}>
          Request one, and go on working: it is made in the background, and the bell tells you when it is
          ready.
        </Text>
        <Button variant="light" mt="xs" onClick={onRequest}>
          Request your first export
        </Button>
      </Stack>
    </Paper>
  )
}

function ListSkeleton() {
  return (
    <Stack gap="sm" role="status" aria-label="Loading">
      {[1, 2, 3].map((row) => (
        <Skeleton key={row} height={96} radius="md" />
      ))}
    </Stack>
  )
}
