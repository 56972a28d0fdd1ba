// Stops an export that is being made.
import { Button } from '@mantine/core'
import { useSend } from '../api/use-send.ts'
import { exportKinds } from '../gql/export-kinds.ts'
import { CancelExportDocument, type ListedExportFragment } from '../gql/graphql.ts'
import { toastError, toastSuccess } from '../ui/messages.tsx'

export function CancelButton({ item }: { item: ListedExportFragment }) {
  const [busy, cancelExport] = useSend(CancelExportDocument)
  const cancel = async () => {
    const answer = await cancelExport({ input: { exportId: item.id } })
    if (answer.__typename !== 'CancelExportSuccess') return toastError(answer.message)
    if (answer.export.status === 'CANCELED') toastSuccess('The export was stopped.')
  }
  return (
    <Button
      variant="default"
      size="sm"
      loading={busy}
      onClick={cancel}
      aria-label={`Cancel ${exportKinds[item.kind].title}`}
    >
      Cancel
    </Button>
  )
}
