import { Button, Stack } from '@mantine/core'
import type { CombinedError } from 'urql'
import { ErrorMessage } from '../ui/messages.tsx'
import { describeError } from './use-send.ts'

/** Stands in for what could not be loaded. */
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
