// Shows a new notification for a moment in the corner, with its download.
import { Anchor, Text } from '@mantine/core'
import { notifications } from '@mantine/notifications'
import type { NotificationKind } from '../gql/graphql.ts'
import type { BellNotification } from './bell-state.ts'

const colors: Record<NotificationKind, string> = {
  EXPORT_COMPLETED: 'pine',
  EXPORT_FAILED: 'red',
  SECURITY: 'blue',
}

export function toastNotification({ id, kind, title, body, export: made }: BellNotification): void {
  notifications.show({
    id,
    title,
    color: colors[kind],
    autoClose: 12_000,
    message: (
      <>
        <Text size="sm" inherit>
          {body}
        </Text>
        {made?.downloadPath && (
          <Anchor href={made.downloadPath} download={made.fileName} size="sm" fw={600} underline="always">
            Download
          </Anchor>
        )}
      </>
    ),
  })
}
