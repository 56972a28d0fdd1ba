// Lists the devices that skip the code, and forgets one of them.
import { Text } from '@mantine/core'
import { useSend } from '../api/use-send.ts'
import { RevokeTrustedDeviceDocument } from '../gql/graphql.ts'
import { formatDay } from '../ui/format.ts'
import { toastError, toastSuccess } from '../ui/messages.tsx'
import { RelativeTime } from '../ui/relative-time.tsx'
import { Section } from '../ui/section.tsx'
import { AccessItem, AccessList, useAccess } from './access-list.tsx'

export function TrustedDevices() {
  const { data, error, reload } = useAccess()
  const [, revokeDevice] = useSend(RevokeTrustedDeviceDocument)
  const devices = data?.viewer?.trustedDevices
  const forget = async (trustedDeviceId: string) => {
    const answer = await revokeDevice({ input: { trustedDeviceId } })
    if (answer.__typename !== 'RevokeTrustedDeviceSuccess') return toastError(answer.message)
    toastSuccess('Forgotten: the next sign-in there asks for a code.')
    reload()
  }
  return (
    <Section title="Remembered devices" description="Where signing in asks you for no code.">
      {devices?.length === 0 && (
        <Text size="sm" c="dimmed">
          No device is remembered.
        </Text>
      )}
      <AccessList label="Remembered devices" loaded={devices !== undefined} error={error} reload={reload}>
        {devices?.map(({ id, current, userAgent, expiresAt, lastUsedAt }) => (
          <AccessItem
            key={id}
            userAgent={userAgent}
            current={current}
            about={
              <>
                until {formatDay(expiresAt)} · last used <RelativeTime at={lastUsedAt} />
              </>
            }
            action={{ label: 'Forget', run: () => forget(id) }}
          />
        ))}
      </AccessList>
    </Section>
  )
}
