// What went wrong, or right, in a sentence.
import { Alert, Button, Stack } from '@mantine/core'
import { notifications } from '@mantine/notifications'
import { IconAlertCircle, IconCheck } from '@tabler/icons-react'
import type { CombinedError } from 'urql'
import { describeError } from '../api/use-send.ts'

/** Read out at once: role="alert". */
export function ErrorMessage({ children }: { children: string | null | undefined }) {
  if (!children) return null
  return (
    <Alert color="red" variant="light" icon={<IconAlertCircle aria-hidden />} role="alert">
      {children}
    </Alert>
  )
}

/** In the place of what could not be loaded. */
export function LoadError({ error, retry }: { error: CombinedError; retry: () => void }) {
  return (
    <Stack align="flex-start">
      <ErrorMessage>{describeError(error)}</ErrorMessage>
      <Button variant="default" onClick={retry}>
        Try again
      </Button>
    </Stack>
  )
}

export function toastSuccess(message: string): void {
  notifications.show({ message, color: 'pine', icon: <IconCheck aria-hidden size={18} /> })
}

export function toastError(message: string): void {
  notifications.show({
    message,
    color: 'red',
    autoClose: 10_000,
    icon: <IconAlertCircle aria-hidden size={18} />,
  })
}

/** The API's message about an argument, as it stands at a form's field: there "This" is enough of a name. */
export const fieldMessage = (message: string): string => message.replace(/^`\w+`/, 'This').replaceAll('`', '')
