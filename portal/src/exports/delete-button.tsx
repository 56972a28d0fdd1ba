// Deletes an export that has ended, after a question.
import { ActionIcon, Tooltip } from '@mantine/core'
import { useDisclosure } from '@mantine/hooks'
import { IconTrash } from '@tabler/icons-react'
import { useSend } from '../api/use-send.ts'
import { exportKinds } from '../gql/export-kinds.ts'
import { DeleteExportDocument, type ListedExportFragment } from '../gql/graphql.ts'
import { ConfirmDialog } from '../ui/confirm-dialog.tsx'
import { toastSuccess } from '../ui/messages.tsx'

/** The list must be loaded again, because the answer does not contain the deleted export. */
const changesExports = { additionalTypenames: ['Export'] }

export function DeleteButton({ item }: { item: ListedExportFragment }) {
  const [opened, { open, close }] = useDisclosure()
  const [, deleteExport] = useSend(DeleteExportDocument, changesExports)
  const remove = async () => {
    const answer = await deleteExport({ input: { exportId: item.id } })
    if (answer.__typename !== 'DeleteExportSuccess') return answer.message
    toastSuccess('The export was deleted.')
    return null
  }
  return (
    <>
      <Tooltip label="Delete">
        <ActionIcon
          variant="subtle"
          color="gray"
          size={36}
          onClick={open}
          aria-label={`Delete ${exportKinds[item.kind].title}`}
        >
          <IconTrash size={18} aria-hidden />
        </ActionIcon>
      </Tooltip>
      {opened && (
        <ConfirmDialog
          title="Delete this export?"
          confirmLabel="Delete export"
          onConfirm={remove}
          onClose={close}
        >
          {item.status === 'COMPLETED'
            ? 'Its file is destroyed and cannot be downloaded any more. The export leaves your list.'
            : 'The export leaves your list.'}
        </ConfirmDialog>
      )}
    </>
  )
}
