// The bell in the top bar: how many are unread, and what they say.
import {
  ActionIcon,
  Box,
  Button,
  Group,
  Indicator,
  Popover,
  ScrollArea,
  Skeleton,
  Stack,
  Text,
  Title,
} from '@mantine/core'
import { useDebouncedValue, useDisclosure } from '@mantine/hooks'
import { IconBell, IconBellRinging, IconPlugConnectedX } from '@tabler/icons-react'
import { useConnection } from '../api/api-provider.tsx'
import { useBell } from './bell-provider.tsx'
import { NotificationItem } from './notification-item.tsx'

/** A short break is nobody's business. */
const breakShownAfterMs = 1_500

export function Bell() {
  const [opened, { toggle, close }] = useDisclosure()
  const { unreadCount } = useBell()
  const [lost] = useDebouncedValue(useConnection() === 'lost', breakShownAfterMs)
  const unread = unreadCount ?? 0
  return (
    <Group gap={6} wrap="nowrap">
      <Box role="status">
        {lost && (
          <Group gap={4} wrap="nowrap" c="dimmed">
            <IconPlugConnectedX size={18} aria-hidden />
            <Text size="sm" visibleFrom="sm">
              Reconnecting…
            </Text>
            <Text className="visually-hidden">Live updates are interrupted.</Text>
          </Group>
        )}
      </Box>
      <Popover
        opened={opened}
        onChange={(open) => !open && close()}
        position="bottom-end"
        width={400}
        shadow="lg"
        trapFocus
        returnFocus
      >
        <Indicator
          label={unread > 99 ? '99+' : unread}
          disabled={unread === 0}
          size={18}
          offset={5}
          color="red.8"
          inline
          withBorder
        >
          <Popover.Target>
            <ActionIcon
              variant="subtle"
              color="gray"
              size={40}
              onClick={toggle}
              aria-label={unread === 0 ? 'Notifications' : `Notifications, ${unread} unread`}
            >
              {unread === 0 ? (
                <IconBell aria-hidden stroke={1.75} />
              ) : (
                <IconBellRinging aria-hidden stroke={1.75} />
              )}
            </ActionIcon>
          </Popover.Target>
        </Indicator>
        <Popover.Dropdown p={0} maw="calc(100vw - 16px)" aria-label="Notifications">
          <BellList lost={lost} />
        </Popover.Dropdown>
      </Popover>
    </Group>
  )
}

function BellList({ lost }: { lost: boolean }) {
  const { notifications, unreadCount, markAllRead } = useBell()
  return (
    <Stack gap={0}>
      <Group justify="space-between" px="md" py="sm">
        <Title order={2} size="h3">
          Notifications
        </Title>
        <Button variant="subtle" size="compact-sm" disabled={!unreadCount} onClick={() => void markAllRead()}>
          Mark all as read
        </Button>
      </Group>
      {lost && (
        <Text size="sm" c="dimmed" px="md" pb="sm">
          Live updates are interrupted. What comes meanwhile is shown as soon as the connection is back.
        </Text>
      )}
      <ScrollArea.Autosize mah="min(60vh, 480px)" type="auto">
        {unreadCount === null && <BellSkeleton />}
        {unreadCount !== null && notifications.length === 0 && (
          <Text size="sm" c="dimmed" px="md" pb="lg">
            Nothing yet. When an export is ready, it is announced here.
          </Text>
        )}
        <Stack component="ul" gap={0} m={0} p={0} style={{ listStyle: 'none' }} aria-label="Notifications">
          {notifications.map((notification) => (
            <NotificationItem key={notification.id} notification={notification} />
          ))}
        </Stack>
      </ScrollArea.Autosize>
    </Stack>
  )
}

function BellSkeleton() {
  return (
    <Stack px="md" pb="md" gap="sm" role="status" aria-label="Loading">
      <Skeleton height={14} width="70%" />
      <Skeleton height={12} />
    </Stack>
  )
}
