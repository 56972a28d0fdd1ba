// Requests an export: its kind, format and filter, with an estimate of its rows.
import {
  Button,
  Collapse,
  Group,
  Input,
  Modal,
  Radio,
  SegmentedControl,
  Stack,
  Text,
  TextInput,
} from '@mantine/core'
import { type UseFormReturnType, useForm } from '@mantine/form'
import { useDisclosure } from '@mantine/hooks'
import { IconChevronDown, IconChevronUp } from '@tabler/icons-react'
import { useId, useState } from 'react'
import { useSend } from '../api/use-send.ts'
import { exportKinds } from '../gql/export-kinds.ts'
import { type ExportFormat, RequestExportDocument } from '../gql/graphql.ts'
import { ErrorMessage, fieldMessage, toastSuccess } from '../ui/messages.tsx'
import { type ExportRequest, emptyRequest, takesDays, toFilter, validateRequest } from './export-request.ts'
import { useIdempotencyKey } from './idempotency-key.ts'
import { RowEstimate } from './row-estimate.tsx'
import { formatNames } from './words.ts'

type RequestForm = UseFormReturnType<ExportRequest, ExportRequest, typeof validateRequest>

type RequestDialogProps = { opened: boolean; onClose: () => void }

export function RequestDialog({ opened, onClose }: RequestDialogProps) {
  return (
    <Modal opened={opened} onClose={onClose} title="Request export" size="lg">
      <RequestFields onClose={onClose} />
    </Modal>
  )
}

function RequestFields({ onClose }: { onClose: () => void }) {
  const { form, busy, error, submit } = useRequestForm(onClose)
  return (
    <form onSubmit={submit} noValidate>
      <Stack gap="lg">
        <Radio.Group label="What it holds" {...form.getInputProps('kind')}>
          <Stack gap="sm" mt="xs">
            {Object.entries(exportKinds).map(([kind, { title, description }]) => (
              <Radio key={kind} value={kind} label={title} description={description} />
            ))}
          </Stack>
        </Radio.Group>
        <FormatChoice
          value={form.values.format}
          onChange={(format) => form.setFieldValue('format', format)}
        />
        <Filters form={form} />
        <RowEstimate request={form.values} />
        <ErrorMessage>{error}</ErrorMessage>
        <Group justify="flex-end">
          <Button variant="default" onClick={onClose}>
            Cancel
          </Button>
          <Button type="submit" loading={busy}>
            Request
          </Button>
        </Group>
      </Stack>
    </form>
  )
}

function useRequestForm(onClose: () => void) {
  const [busy, requestExport] = useSend(RequestExportDocument)
  const keyOf = useIdempotencyKey()
  const [error, setError] = useState<string | null>(null)
  const form = useForm({ initialValues: emptyRequest, validate: validateRequest })
  const submit = form.onSubmit(async (values) => {
    setError(null)
    const wanted = { kind: values.kind, format: values.format, filter: toFilter(values) }
    const answer = await requestExport({ input: { ...wanted, idempotencyKey: keyOf(wanted) } })
    if (answer.__typename === 'RequestExportSuccess') {
      toastSuccess('Your export is being made. The bell tells you when it is ready.')
      onClose()
    } else if (answer.__typename === 'InvalidInputError' && (answer.path.at(-1) ?? '') in emptyRequest) {
      form.setFieldError(answer.path.at(-1) ?? '', fieldMessage(answer.message))
    } else setError(answer.message)
  })
  return { form, busy, error, submit }
}

function FormatChoice({
  value,
  onChange,
}: {
  value: ExportFormat
  onChange: (format: ExportFormat) => void
}) {
  const id = useId()
  return (
    <div>
      <Input.Label component="div" id={id} mb={6}>
        Format
      </Input.Label>
      <SegmentedControl
        aria-labelledby={id}
        fullWidth
        value={value}
        onChange={(format) => onChange(format as ExportFormat)}
        data={Object.entries(formatNames).map(([format, label]) => ({ value: format, label }))}
      />
    </div>
  )
}

function Filters({ form }: { form: RequestForm }) {
  const [opened, { toggle }] = useDisclosure()
  const id = useId()
  const Icon = opened ? IconChevronUp : IconChevronDown
  return (
    <div>
      <Button
        variant="subtle"
        size="compact-sm"
        onClick={toggle}
        aria-expanded={opened}
        aria-controls={id}
        rightSection={<Icon size={16} aria-hidden />}
      >
        Only some rows
      </Button>
      <Collapse expanded={opened} id={id}>
        <FilterFields form={form} />
      </Collapse>
    </div>
  )
}

function FilterFields({ form }: { form: RequestForm }) {
  return (
    <Stack mt="sm">
      <TextInput
        label="Investor"
        description="Part of a name, an email or a reference; or a whole tax id."
        {...form.getInputProps('search')}
      />
      <Group grow>
        <TextInput type="date" label="Added from" {...form.getInputProps('createdAfter')} />
        <TextInput type="date" label="Added until" {...form.getInputProps('createdBefore')} />
      </Group>
      {takesDays(form.values.kind) && (
        <Group grow>
          <TextInput type="date" label="Paid from" {...form.getInputProps('paidFrom')} />
          <TextInput type="date" label="Paid until" {...form.getInputProps('paidTo')} />
        </Group>
      )}
      <Text size="xs" c="dimmed">
        Days are those of your time zone.
      </Text>
    </Stack>
  )
}
