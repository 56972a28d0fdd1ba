import { Button, Group, PasswordInput, Stack } from '@mantine/core'
import { useForm } from '@mantine/form'
import { useDisclosure } from '@mantine/hooks'
import { useState } from 'react'
import { useSend } from '../api/use-send.ts'
import { ChangePasswordDocument } from '../gql/graphql.ts'
import { newPasswordHint, validateNewPassword } from '../sign-in/links/new-password.ts'
import { ErrorMessage, toastSuccess } from '../ui/messages.tsx'
import { Section } from '../ui/section.tsx'

export function ChangePassword() {
  const [opened, { open, close }] = useDisclosure()
  return (
    <Section
      title="Password"
      description="Changing it signs out every other device, and forgets the remembered ones."
    >
      {opened ? (
        <PasswordForm onClose={close} />
      ) : (
        <Group>
          <Button variant="default" onClick={open}>
            Change password
          </Button>
        </Group>
      )}
    </Section>
  )
}

function PasswordForm({ onClose }: { onClose: () => void }) {
  const { form, busy, error, submit } = useChangePassword(onClose)
  return (
    <form onSubmit={submit} noValidate>
      <Stack maw={420}>
        <PasswordInput
          label="Current password"
          autoComplete="current-password"
          autoFocus
          key={form.key('currentPassword')}
          {...form.getInputProps('currentPassword')}
        />
        <PasswordInput
          label="New password"
          description={newPasswordHint}
          autoComplete="new-password"
          key={form.key('newPassword')}
          {...form.getInputProps('newPassword')}
        />
        <ErrorMessage>{error}</ErrorMessage>
        <Group>
          <Button type="submit" loading={busy}>
            Set new password
          </Button>
          <Button variant="default" onClick={onClose}>
            Cancel
          </Button>
        </Group>
      </Stack>
    </form>
  )
}

function useChangePassword(onDone: () => void) {
  const [busy, changePassword] = useSend(ChangePasswordDocument)
  const [error, setError] = useState<string | null>(null)
  const form = useForm({
    mode: 'uncontrolled',
    initialValues: { currentPassword: '', newPassword: '' },
    validate: {
      currentPassword: (value) => (value ? null : 'Enter your password so far.'),
      newPassword: validateNewPassword,
    },
  })
  const submit = form.onSubmit(async (input) => {
    setError(null)
    const answer = await changePassword({ input })
    if (answer.__typename === 'ChangePasswordSuccess') {
      toastSuccess('Your new password counts. Every other device was signed out.')
      onDone()
    } else if (answer.__typename === 'WeakPasswordError') form.setFieldError('newPassword', answer.message)
    else if (answer.__typename === 'InvalidCredentialsError')
      form.setFieldError('currentPassword', 'This is not your password.')
    else setError(answer.message)
  })
  return { form, busy, error, submit }
}
