// Where one is signed in, and where one is asked for no code.
import { Badge, Button, Group, Skeleton, Stack, Text } from '@mantine/core'
import type { ReactNode } from 'react'
import { useQuery } from 'urql'
import { LoadError } from '../api/load-error.tsx'
import { useSend } from '../api/use-send.ts'
import {
  AccessDocument,
  RevokeOtherSessionsDocument,
  RevokeSessionDocument,
  RevokeTrustedDeviceDocument,
} from '../gql/graphql.ts'
import { describeUserAgent, formatDay } from '../ui/format.ts'
import { toastError, toastSuccess } from '../ui/messages.tsx'
import { RelativeTime } from '../ui/relative-time.tsx'
import { Section } from '../ui/section.tsx'
import classes from './access-lists.module.css'

const changesWithAccess = { additionalTypenames: ['Session', 'TrustedDevice'] }

const useAccess = () =>
  useQuery({ query: AccessDocument, requestPolicy: 'cache-and-network', context: changesWithAccess })

export function Sessions() {
  const [{ data, error }, load] = useAccess()
  const [busy, revokeOthers] = useSend(RevokeOtherSessionsDocument)
  const [, revokeSession] = useSend(RevokeSessionDocument)
  const sessions = data?.viewer?.sessions
  const signOut = async (sessionId: string) => {
    const answer = await revokeSession({ input: { sessionId } })
    if (answer.__typename !== 'RevokeSessionSuccess') return toastError(answer.message)
    toastSuccess('Signed out there.')
    load({ requestPolicy: 'network-only' })
  }
  const signOutOthers = async () => {
    const answer = await revokeOthers({})
    if (answer.__typename !== 'RevokeOtherSessionsSuccess') return toastError(answer.message)
    toastSuccess('You are signed in here alone.')
    load({ requestPolicy: 'network-only' })
  }
  return (
    <Section title="Sessions" description="Where you are signed in.">
      {!sessions && <Loading error={error} retry={load} />}
      <ul className={classes.list} aria-label="Sessions">
        {sessions?.map(({ id, current, userAgent, ipAddress, lastSeenAt }) => (
          <AccessItem
            key={id}
            userAgent={userAgent}
            badge={current ? 'This browser' : null}
            about={
              <>
                {ipAddress ?? 'Unknown address'} · last used <RelativeTime at={lastSeenAt} />
              </>
            }
            action={current ? null : { label: 'Sign out', run: () => signOut(id) }}
          />
        ))}
      </ul>
      {sessions && sessions.length > 1 && (
        <Group>
          <Button variant="default" loading={busy} onClick={signOutOthers}>
            Sign out everywhere else
          </Button>
        </Group>
      )}
    </Section>
  )
}

export function TrustedDevices() {
  const [{ data, error }, load] = useAccess()
  const [, revokeDevice] = useSend(RevokeTrustedDeviceDocument)
  const devices = data?.viewer?.trustedDevices
  const forget = async (trustedDeviceId: string) => {
    const answer = await revokeDevice({ input: { trustedDeviceId } })
    if (answer.__typename !== 'RevokeTrustedDeviceSuccess') return toastError(answer.message)
    toastSuccess('Forgotten: the next sign-in there asks for a code.')
    load({ requestPolicy: 'network-only' })
  }
  return (
    <Section title="Remembered devices" description="Where signing in asks you for no code.">
      {!devices && <Loading error={error} retry={load} />}
      {devices?.length === 0 && (
        <Text size="sm" c="dimmed">
          No device is remembered.
        </Text>
      )}
      {devices && devices.length > 0 && (
        <ul className={classes.list} aria-label="Remembered devices">
          {devices.map(({ id, current, userAgent, expiresAt, lastUsedAt }) => (
            <AccessItem
              key={id}
              userAgent={userAgent}
              badge={current ? 'This browser' : null}
              about={
                <>
                  until {formatDay(expiresAt)} · last used <RelativeTime at={lastUsedAt} />
                </>
              }
              action={{ label: 'Forget', run: () => forget(id) }}
            />
          ))}
        </ul>
      )}
    </Section>
  )
}

type AccessItemProps = {
  userAgent: string | null | undefined
  badge: string | null
  about: ReactNode
  action: { label: string; run: () => Promise<void> } | null
}

function AccessItem({ userAgent, badge, about, action }: AccessItemProps) {
  const browser = describeUserAgent(userAgent)
  return (
    <li>
      <Group justify="space-between" gap="sm">
        <div>
          <Group gap="xs">
            <Text size="sm" fw={500} title={userAgent ?? undefined}>
              {browser}
            </Text>
            {badge && <Badge size="sm">{badge}</Badge>}
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

function Loading({
  error,
  retry,
}: {
  error: Parameters<typeof LoadError>[0]['error'] | undefined
  retry: () => void
}) {
  if (error) return <LoadError error={error} retry={retry} />
  return (
    <Stack gap="xs" role="status" aria-label="Loading">
      <Skeleton height={40} />
      <Skeleton height={40} />
    </Stack>
  )
}
