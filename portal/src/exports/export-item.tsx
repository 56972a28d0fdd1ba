// One export of the list: its kind, its status and its actions.
import { Badge, Box, Button, Group, Paper, Progress, Stack, Text, Title } from '@mantine/core'
import { IconDownload } from '@tabler/icons-react'
import { useEffect, useId } from 'react'
import { useSubscription } from 'urql'
import { exportKinds } from '../gql/export-kinds.ts'
import { ExportProgressDocument, type ListedExportFragment } from '../gql/graphql.ts'
import { formatBytes, formatNumber } from '../ui/format.ts'
import { RelativeTime } from '../ui/relative-time.tsx'
import { CancelButton } from './cancel-button.tsx'
import { Checksum } from './checksum.tsx'
import { DeleteButton } from './delete-button.tsx'
import { formatNames, statusColors, statusNames } from './words.ts'

type ExportItemProps = { item: ListedExportFragment; onChanged: () => void }

export function ExportItem({ item: listed, onChanged }: ExportItemProps) {
  const item = useProgress(listed, onChanged)
  const id = useId()
  return (
    <Paper component="li" withBorder p={{ base: 'md', sm: 'lg' }} aria-labelledby={id}>
      <Stack gap="sm">
        <Group justify="space-between" align="flex-start" gap="sm">
          <Box flex="1 1 240px" miw={0}>
            <Group gap="xs">
              <Title order={2} size="h3" id={id}>
                {exportKinds[item.kind].title}
              </Title>
              <Badge color={statusColors[item.status]}>{statusNames[item.status]}</Badge>
            </Group>
            <Text size="sm" c="dimmed" mt={2}>
              {formatNames[item.format]} · requested <RelativeTime at={item.requestedAt} />
            </Text>
          </Box>
          <Actions item={item} onDownloaded={onChanged} />
        </Group>
        <Details item={item} />
      </Stack>
    </Paper>
  )
}

/** The export, kept up to date while it is being made. */
function useProgress(listed: ListedExportFragment, onChanged: () => void): ListedExportFragment {
  const running = listed.status === 'PROCESSING'
  const [{ data }] = useSubscription({
    query: ExportProgressDocument,
    variables: { id: listed.id },
    pause: !running,
  })
  const live = running ? data?.exportProgress : undefined
  const ended = live !== undefined && live.status !== 'PROCESSING'
  useEffect(() => {
    if (ended) onChanged()
  }, [ended, onChanged])
  return live ?? listed
}

/** No event announces a download. It is counted soon after it starts. */
const downloadCountedAfterMs = 1_500

function Actions({ item, onDownloaded }: { item: ListedExportFragment; onDownloaded: () => void }) {
  return (
    <Group gap="xs">
      {item.downloadPath && (
        <Button
          component="a"
          href={item.downloadPath}
          download={item.fileName}
          size="sm"
          variant="light"
          leftSection={<IconDownload size={18} aria-hidden />}
          aria-label={`Download ${item.fileName}`}
          onClick={() => setTimeout(onDownloaded, downloadCountedAfterMs)}
        >
          Download
        </Button>
      )}
      {item.status === 'PROCESSING' ? <CancelButton item={item} /> : <DeleteButton item={item} />}
    </Group>
  )
}

function Details({ item }: { item: ListedExportFragment }) {
  if (item.status === 'PROCESSING') return <RowProgress item={item} />
  if (item.status === 'COMPLETED') return <Completed item={item} />
  const words: Record<Exclude<ListedExportFragment['status'], 'PROCESSING' | 'COMPLETED'>, string> = {
    FAILED: item.failureMessage ?? 'It could not be made. Request it again.',
    CANCELED: 'You stopped it. No file was kept.',
    EXPIRED: 'Its time was over, and the file was deleted. Request it again if you still need it.',
    REVOKED: 'You lost Sensitive Data Access, and the file was deleted.',
  }
  return <Text size="sm">{words[item.status]}</Text>
}

function RowProgress({ item: { kind, progress } }: { item: ListedExportFragment }) {
  const { percent, rowsDone, rowsTotal } = progress
  const said =
    rowsTotal === null ? 'Counting the rows…' : `${formatNumber(rowsDone)} of ${formatNumber(rowsTotal)} rows`
  return (
    <Box>
      <Progress.Root size="md">
        <Progress.Section
          value={percent ?? 100}
          striped={percent === null}
          animated={percent === null}
          aria-label={`Progress of ${exportKinds[kind].title}`}
          aria-valuetext={said}
        />
      </Progress.Root>
      <Text size="sm" c="dimmed" mt={6} className="tabular">
        {said}
        {percent !== null && ` · ${percent} %`}
      </Text>
    </Box>
  )
}

function Completed({ item }: { item: ListedExportFragment }) {
  const { rowCount, byteSize, expiresAt, downloadCount, sha256 } = item
  const facts = [
    rowCount !== null && `${formatNumber(rowCount)} ${rowCount === 1 ? 'row' : 'rows'}`,
    byteSize !== null && formatBytes(byteSize),
    downloadCount === 0
      ? 'not downloaded yet'
      : `downloaded ${downloadCount === 1 ? 'once' : `${downloadCount} times`}`,
  ].filter((fact) => fact !== false)
  return (
    <Stack gap={6}>
      <Text size="sm" className="tabular">
        {facts.join(' · ')}
        {expiresAt && (
          <Text span c="dimmed" inherit>
            {' '}
            · deleted <RelativeTime at={expiresAt} />
          </Text>
        )}
      </Text>
      {sha256 && <Checksum sha256={sha256} fileName={item.fileName} />}
    </Stack>
  )
}
