import { Button, Group, PasswordInput, Stack, TextInput } from '@mantine/core'
import { useForm } from '@mantine/form'
import { useState } from 'react'
import { useLocation } from 'wouter'
import { useSend } from '../api/use-send.ts'
import { ChangeEmailDocument } from '../gql/graphql.ts'
import { ErrorMessage, fieldMessage } from '../ui/messages.tsx'
import type { VerifyState } from './verify-email-page.tsx'

export function ChangeEmailForm({ onClose }: { onClose: () => void }) {
  const { form, busy, error, submit } = useChangeEmail()
  return (
    <form onSubmit={submit} noValidate>
      <Stack maw={420}>
        <TextInput
          label="New email"
          type="email"
          autoComplete="email"
          autoFocus
          key={form.key('newEmail')}
          {...form.getInputProps('newEmail')}
        />
        <PasswordInput
          label="Your password"
          autoComplete="current-password"
          key={form.key('password')}
          {...form.getInputProps('password')}
        />
        <ErrorMessage>{error}</ErrorMessage>
        <Group>
          <Button type="submit" loading={busy}>
            Send code
          </Button>
          <Button variant="default" onClick={onClose}>
            Cancel
          </Button>
        </Group>
      </Stack>
    </form>
  )
}

/** The email that waits for its code is a field of the viewer. */
const changesViewer = { additionalTypenames: ['Viewer'] }

function useChangeEmail() {
  const [busy, changeEmail] = useSend(ChangeEmailDocument, changesViewer)
  const [, navigate] = useLocation()
  const [error, setError] = useState<string | null>(null)
  const form = useForm({
    mode: 'uncontrolled',
    initialValues: { newEmail: '', password: '' },
    validate: {
      newEmail: (value) => (value.includes('@') ? null : 'Enter the new email.'),
      password: (value) => (value ? null : 'Enter your password.'),
    },
  })
  const submit = form.onSubmit(async ({ newEmail, password }) => {
    setError(null)
    const answer = await changeEmail({ input: { newEmail: newEmail.trim(), password } })
    if (answer.__typename === 'ChangeEmailSuccess') {
      const { pendingEmail: sentTo, resendAvailableAt } = answer
      const state: VerifyState = { from: '/profile', sent: { sentTo, resendAvailableAt } }
      navigate('/verify-email', { state })
    } else if (answer.__typename === 'InvalidInputError')
      form.setFieldError('newEmail', fieldMessage(answer.message))
    else if (answer.__typename === 'InvalidCredentialsError')
      form.setFieldError('password', 'This is not your password.')
    else setError(answer.message)
  })
  return { form, busy, error, submit }
}
