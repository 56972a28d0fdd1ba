import { ActionIcon, Box, Button, Group, Stack, Text, Tooltip } from '@mantine/core'
import { IconCheck, IconDownload } from '@tabler/icons-react'
import { RelativeTime } from '../ui/relative-time.tsx'
import { useBell } from './bell-provider.tsx'
import type { BellNotification } from './bell-state.ts'
import classes from './notification-item.module.css'

type NotificationItemProps = { notification: BellNotification }

export function NotificationItem({ notification }: NotificationItemProps) {
  const { title, body, createdAt, readAt } = notification
  const unread = readAt === null
  return (
    <Box component="li" className={classes.item} mod={{ unread }}>
      <Group align="flex-start" wrap="nowrap" gap="xs">
        <Stack gap={4} flex={1} miw={0}>
          <Text size="sm" fw={unread ? 600 : 400}>
            {unread && <span className="visually-hidden">Unread: </span>}
            {title}
          </Text>
          <Text size="sm" c="dimmed">
            {body}
          </Text>
          <Group gap="sm" mt={2}>
            <DownloadButton notification={notification} />
            <Text size="xs" c="dimmed">
              <RelativeTime at={createdAt} />
            </Text>
          </Group>
        </Stack>
        {unread && <MarkReadButton notification={notification} />}
      </Group>
    </Box>
  )
}

function DownloadButton({ notification }: NotificationItemProps) {
  const { markRead } = useBell()
  const { downloadPath, fileName } = notification.export ?? {}
  if (!downloadPath) return null
  return (
    <Button
      component="a"
      href={downloadPath}
      download={fileName}
      size="compact-sm"
      variant="light"
      leftSection={<IconDownload size={16} aria-hidden />}
      onClick={() => void markRead(notification)}
      aria-label={`Download ${fileName}`}
    >
      Download
    </Button>
  )
}

function MarkReadButton({ notification }: NotificationItemProps) {
  const { markRead } = useBell()
  return (
    <Tooltip label="Mark as read">
      <ActionIcon
        variant="subtle"
        color="gray"
        onClick={() => void markRead(notification)}
        aria-label={`Mark as read: ${notification.title}`}
      >
        <IconCheck size={18} aria-hidden />
      </ActionIcon>
    </Tooltip>
  )
}
