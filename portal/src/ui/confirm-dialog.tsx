// Asks before something that cannot be undone.
import { Button, Group, Modal, Stack, Text } from '@mantine/core'
import { type ReactNode, useState } from 'react'
import { ErrorMessage } from './messages.tsx'

type ConfirmDialogProps = {
  title: string
  children: ReactNode
  confirmLabel: string
  dangerous?: boolean
  /** @returns what went wrong, or null once it is done. */
  onConfirm: () => Promise<string | null>
  onClose: () => void
}

export function ConfirmDialog({
  title,
  children,
  confirmLabel,
  dangerous = true,
  onConfirm,
  onClose,
}: ConfirmDialogProps) {
  const [busy, setBusy] = useState(false)
  const [error, setError] = useState<string | null>(null)
  const confirm = async () => {
    setBusy(true)
    const failure = await onConfirm()
    setBusy(false)
    setError(failure)
    if (failure === null) onClose()
  }
  return (
    <Modal opened onClose={onClose} title={title}>
      <Stack>
        <Text size="sm">{children}</Text>
        <ErrorMessage>{error}</ErrorMessage>
        <Group justify="flex-end">
          <Button variant="default" onClick={onClose} data-autofocus={dangerous || undefined}>
            Keep as it is
          </Button>
          <Button
            color={dangerous ? 'red.8' : 'pine'}
            loading={busy}
            onClick={confirm}
            data-autofocus={!dangerous || undefined}
          >
            {confirmLabel}
          </Button>
        </Group>
      </Stack>
    </Modal>
  )
}
