import { Alert, Button, Group, Modal, Select, Stack, TextInput } from '@mantine/core'
import { useForm } from '@mantine/form'
import { useState } from 'react'
import { roleNames } from '../api/role-names.ts'
import { useSend } from '../api/use-send.ts'
import { useViewer } from '../api/viewer.tsx'
import { InviteTeamMemberDocument, type TeamMemberRole } from '../gql/graphql.ts'
import { refusalOf, useReauthenticated } from '../profile/reauthentication.tsx'
import { ErrorMessage, fieldMessage, toastSuccess } from '../ui/messages.tsx'
import { roleDescriptions } from './words.ts'

export function InviteDialog({ opened, onClose }: { opened: boolean; onClose: () => void }) {
  return (
    <Modal opened={opened} onClose={onClose} title="Invite a team member">
      <InviteForm onClose={onClose} />
    </Modal>
  )
}

const requireText = (value: string) => (value.trim() ? null : 'This is needed.')

function InviteForm({ onClose }: { onClose: () => void }) {
  const { role: ownRole } = useViewer().teamMember
  const { form, busy, error, submit } = useInvite(onClose)
  const roles = (Object.keys(roleNames) as TeamMemberRole[]).filter(
    (role) => role !== 'SUPER_ADMIN' || ownRole === 'SUPER_ADMIN',
  )
  return (
    <form onSubmit={submit} noValidate>
      <Stack>
        <TextInput label="Name" autoComplete="off" data-autofocus {...form.getInputProps('name')} />
        <TextInput label="Email" type="email" autoComplete="off" {...form.getInputProps('email')} />
        <Select
          label="Role"
          description={roleDescriptions[form.values.role]}
          allowDeselect={false}
          data={roles.map((role) => ({ value: role, label: roleNames[role] }))}
          {...form.getInputProps('role')}
        />
        {form.values.role === 'SUPER_ADMIN' && (
          <Alert color="orange" role="note">
            A Super Admin gets Sensitive Data Access with the invitation.
          </Alert>
        )}
        <ErrorMessage>{error}</ErrorMessage>
        <Group justify="flex-end">
          <Button variant="default" onClick={onClose}>
            Cancel
          </Button>
          <Button type="submit" loading={busy}>
            Send invitation
          </Button>
        </Group>
      </Stack>
    </form>
  )
}

function useInvite(onDone: () => void) {
  const [busy, invite] = useSend(InviteTeamMemberDocument)
  const reauthenticated = useReauthenticated()
  const [error, setError] = useState<string | null>(null)
  const form = useForm<{ name: string; email: string; role: TeamMemberRole }>({
    initialValues: { name: '', email: '', role: 'ADMIN' },
    validate: { name: requireText, email: requireText },
  })
  const submit = form.onSubmit(async (values) => {
    setError(null)
    const input = { ...values, name: values.name.trim(), email: values.email.trim() }
    const answer = await reauthenticated(() => invite({ input }))
    if (answer.__typename === 'InviteTeamMemberSuccess') {
      toastSuccess(`The invitation is on its way to ${answer.teamMember.email}.`)
      onDone()
    } else if (answer.__typename === 'InvalidInputError' && answer.path.at(-1)) {
      form.setFieldError(answer.path.at(-1) ?? '', fieldMessage(answer.message))
    } else setError(refusalOf(answer))
  })
  return { form, busy, error, submit }
}
