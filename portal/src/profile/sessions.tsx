// Lists the member's sessions, and ends one of them or all but this one.
import { Button, Group } from '@mantine/core'
import { useSend } from '../api/use-send.ts'
import { RevokeOtherSessionsDocument, RevokeSessionDocument } from '../gql/graphql.ts'
import { toastError, toastSuccess } from '../ui/messages.tsx'
import { RelativeTime } from '../ui/relative-time.tsx'
import { Section } from '../ui/section.tsx'
import { AccessItem, AccessList, useAccess } from './access-list.tsx'

export function Sessions() {
  const { data, error, reload } = useAccess()
  const { busy, signOut, signOutOthers } = useSignOut(reload)
  const sessions = data?.viewer?.sessions
  return (
    <Section title="Sessions" description="Where you are signed in.">
      <AccessList label="Sessions" loaded={sessions !== undefined} error={error} reload={reload}>
        {sessions?.map(({ id, current, userAgent, ipAddress, lastSeenAt }) => (
          <AccessItem
            key={id}
            userAgent={userAgent}
            current={current}
            about={
              <>
                {ipAddress ?? 'Unknown address'} · last used <RelativeTime at={lastSeenAt} />
              </>
            }
            action={current ? null : { label: 'Sign out', run: () => signOut(id) }}
          />
        ))}
      </AccessList>
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

function useSignOut(reload: () => void) {
  const [busy, revokeOthers] = useSend(RevokeOtherSessionsDocument)
  const [, revokeSession] = useSend(RevokeSessionDocument)
  const signOut = async (sessionId: string) => {
    const answer = await revokeSession({ input: { sessionId } })
    if (answer.__typename !== 'RevokeSessionSuccess') return toastError(answer.message)
    toastSuccess('Signed out there.')
    reload()
  }
  const signOutOthers = async () => {
    const answer = await revokeOthers({})
    if (answer.__typename !== 'RevokeOtherSessionsSuccess') return toastError(answer.message)
    toastSuccess('You are signed in here alone.')
    reload()
  }
  return { busy, signOut, signOutOthers }
}
