// The bell in the top bar: the number of unread notifications, and their list.
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

/** A shorter break is not shown. */
const breakShownAfterMs = 1_500

export function Bell() {
  const [opened, { toggle, close }] = useDisclosure()
  const [lost] = useDebouncedValue(useConnection() === 'lost', breakShownAfterMs)
  return (
    <Group gap={6} wrap="nowrap">
      <Box role="status">{lost && <Reconnecting />}</Box>
      <Popover
        opened={opened}
        onChange={(open) => !open && close()}
        position="bottom-end"
        width={400}
        shadow="lg"
        trapFocus
        returnFocus
      >
        <BellButton onClick={toggle} />
        <Popover.Dropdown p={0} maw="calc(100vw - 16px)" aria-label="Notifications">
          <BellList lost={lost} />
        </Popover.Dropdown>
      </Popover>
    </Group>
  )
}

function Reconnecting() {
  return (
    <Group gap={4} wrap="nowrap" c="dimmed">
      <IconPlugConnectedX size={18} aria-hidden />
      <Text size="sm" visibleFrom="sm">
        Reconnecting…
      </Text>
      <Text className="visually-hidden">Live updates are interrupted.</Text>
    </Group>
  )
}

function BellButton({ onClick }: { onClick: () => void }) {
  const unread = useBell().unreadCount ?? 0
  const Icon = unread === 0 ? IconBell : IconBellRinging
  return (
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
          onClick={onClick}
          aria-label={unread === 0 ? 'Notifications' : `Notifications, ${unread} unread`}
        >
          <Icon aria-hidden stroke={1.75} />
        </ActionIcon>
      </Popover.Target>
    </Indicator>
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
