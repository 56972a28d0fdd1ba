import { ActionIcon, Box, Button, Group, Stack, Text, Tooltip } from '@mantine/core'
import { IconCheck, IconDownload } from '@tabler/icons-react'
import { RelativeTime } from '../ui/relative-time.tsx'
import { useBell } from './bell-provider.tsx'
import type { BellNotification } from './bell-state.ts'
import classes from './notification-item.module.css'

export function NotificationItem({ notification }: { notification: BellNotification }) {
  const { markRead } = useBell()
  const { title, body, createdAt, readAt, export: made } = notification
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
            {made?.downloadPath && (
              <Button
                component="a"
                href={made.downloadPath}
                download={made.fileName}
                size="compact-sm"
                variant="light"
                leftSection={<IconDownload size={16} aria-hidden />}
                onClick={() => void markRead(notification)}
                aria-label={`Download ${made.fileName}`}
              >
                Download
              </Button>
            )}
            <Text size="xs" c="dimmed">
              <RelativeTime at={createdAt} />
            </Text>
          </Group>
        </Stack>
        {unread && (
          <Tooltip label="Mark as read">
            <ActionIcon
              variant="subtle"
              color="gray"
              onClick={() => void markRead(notification)}
              aria-label={`Mark as read: ${title}`}
            >
              <IconCheck size={18} aria-hidden />
            </ActionIcon>
          </Tooltip>
        )}
      </Group>
    </Box>
  )
}
