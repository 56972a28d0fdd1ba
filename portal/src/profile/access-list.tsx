// What the lists of sessions and of remembered devices have in common.
import { Badge, Button, Group, Skeleton, Stack, Text } from '@mantine/core'
import { Children, type ReactNode } from 'react'
import { type CombinedError, useQuery } from 'urql'
import { LoadError } from '../api/load-error.tsx'
import { AccessDocument } from '../gql/graphql.ts'
import { describeUserAgent } from '../ui/format.ts'
import classes from './access-list.module.css'

/** Empty lists must be loaded again too, when something is added to them. */
const changesWithAccess = { additionalTypenames: ['Session', 'TrustedDevice'] }

export function useAccess() {
  const [{ data, error }, load] = useQuery({
    query: AccessDocument,
    requestPolicy: 'cache-and-network',
    context: changesWithAccess,
  })
  return { data, error, reload: () => load({ requestPolicy: 'network-only' }) }
}

type AccessListProps = {
  label: string
  loaded: boolean
  error: CombinedError | undefined
  reload: () => void
  children: ReactNode
}

export function AccessList({ label, loaded, error, reload, children }: AccessListProps) {
  if (!loaded) return error ? <LoadError error={error} retry={reload} /> : <ListSkeleton />
  if (Children.count(children) === 0) return null
  return (
    <ul className={classes.list} aria-label={label}>
      {children}
    </ul>
  )
}

function ListSkeleton() {
  return (
    <Stack gap="xs" role="status" aria-label="Loading">
      <Skeleton height={40} />
      <Skeleton height={40} />
    </Stack>
  )
}

type AccessItemProps = {
  userAgent: string | null | undefined
  current: boolean
  about: ReactNode
  action: { label: string; run: () => Promise<void> } | null
}

export function AccessItem({ userAgent, current, about, action }: AccessItemProps) {
  const browser = describeUserAgent(userAgent)
  return (
    <li>
      <Group justify="space-between" gap="sm">
        <div>
          <Group gap="xs">
            <Text size="sm" fw={500} title={userAgent ?? undefined}>
              {browser}
            </Text>
            {current && <Badge size="sm">This browser</Badge>}
          </Group>
          <Text size="sm" c="dimmed">
            {about}
          </Text>
        </div>
        {action && (
          <Button
            variant="default"
            size="xs"
            onClick={() => void action.run()}
            aria-label={`${action.label}: ${browser}`}
          >
            {action.label}
          </Button>
        )}
      </Group>
    </li>
  )
}
