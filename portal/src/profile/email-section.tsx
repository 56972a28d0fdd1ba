// The address one signs in with. A new one counts once the code that is sent there was given.

import { Alert, Anchor, Badge, Button, Group, PasswordInput, Stack, Text, TextInput } from '@mantine/core'
import { useForm } from '@mantine/form'
import { useDisclosure } from '@mantine/hooks'
import { useState } from 'react'
import { useLocation } from 'wouter'
import { useSend } from '../api/use-send.ts'
import { useViewer } from '../api/viewer.tsx'
import { ChangeEmailDocument } from '../gql/graphql.ts'
import type { SignInState } from '../sign-in/sign-in-state.ts'
import { ErrorMessage, fieldMessage } from '../ui/messages.tsx'
import { RouterLink } from '../ui/router-link.ts'
import { Section } from '../ui/section.tsx'
import type { VerifyState } from './verify-email-page.tsx'

const comeBack: SignInState = { from: '/profile' }

export function EmailSection() {
  const { teamMember, pendingEmail } = useViewer()
  const [opened, { open, close }] = useDisclosure()
  return (
    <Section title="Email" description="You sign in with it, and codes are sent there.">
      <Group gap="sm">
        <Text fw={500}>{teamMember.email}</Text>
        <Badge color={teamMember.emailVerified ? 'pine' : 'orange'}>
          {teamMember.emailVerified ? 'Verified' : 'Not verified'}
        </Badge>
        {!teamMember.emailVerified && (
          <Anchor component={RouterLink} href="/verify-email" state={comeBack} size="sm">
            Verify it
          </Anchor>
        )}
      </Group>
      {pendingEmail && (
        <Alert color="blue" role="note">
          {pendingEmail} waits for its code. Until it is given, you sign in as before.{' '}
          <Anchor
            component={RouterLink}
            href="/verify-email"
            state={comeBack}
            inherit
            underline="always"
            c="inherit"
          >
            Send a code and enter it
          </Anchor>
        </Alert>
      )}
      {opened ? (
        <ChangeEmailForm onClose={close} />
      ) : (
        <Group>
          <Button variant="default" onClick={open}>
            Change email
          </Button>
        </Group>
      )}
    </Section>
  )
}

/** Which email waits for its code is a field of the viewer's. */
const changesViewer = { additionalTypenames: ['Viewer'] }

function ChangeEmailForm({ onClose }: { onClose: () => void }) {
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
      const state: VerifyState = { ...comeBack, sent: { sentTo, resendAvailableAt } }
      navigate('/verify-email', { state })
    } else if (answer.__typename === 'InvalidInputError')
      form.setFieldError('newEmail', fieldMessage(answer.message))
    else if (answer.__typename === 'InvalidCredentialsError')
      form.setFieldError('password', 'This is not your password.')
    else setError(answer.message)
  })
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
