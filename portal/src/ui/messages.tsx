// Says in a sentence what went wrong, or right.
import { Alert } from '@mantine/core'
import { notifications } from '@mantine/notifications'
import { IconAlertCircle, IconCheck } from '@tabler/icons-react'

/** A screen reader reads it at once (role="alert"). */
export function ErrorMessage({ children }: { children: string | null | undefined }) {
  if (!children) return null
  return (
    <Alert color="red" variant="light" icon={<IconAlertCircle aria-hidden />} role="alert">
      {children}
    </Alert>
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

/** The API's message about an argument, reworded for its form field: "This" in place of the argument's name. */
export const fieldMessage = (message: string): string => message.replace(/^`\w+`/, 'This').replaceAll('`', '')
