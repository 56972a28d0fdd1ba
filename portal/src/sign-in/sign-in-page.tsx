import { Alert, Anchor, Button, Group, PasswordInput, Stack, Text, TextInput } from '@mantine/core'
import { useForm } from '@mantine/form'
import { useEffect, useState } from 'react'
import { useLocation } from 'wouter'
import { useSend } from '../api/use-send.ts'
import { LoginDocument } from '../gql/graphql.ts'
import { ErrorMessage } from '../ui/messages.tsx'
import { PageTitle } from '../ui/page.tsx'
import { RouterLink } from '../ui/router-link.ts'
import { DemoSignIns } from './demo-sign-ins.tsx'
import type { CodeState } from './sign-in-code-page.tsx'
import { useSignInState } from './sign-in-state.ts'
import { useFinishSignIn } from './use-finish-sign-in.ts'

export default function SignInPage() {
  const { ended } = useSignInState()
  return (
    <Stack gap="lg">
      <PageTitle>Sign in</PageTitle>
      {ended && (
        <Alert color="gray" role="status">
          You were signed out. Sign in again to go on where you were.
        </Alert>
      )}
      <SignInForm />
    </Stack>
  )
}

function SignInForm() {
  const { form, busy, error, submit } = useSignInForm()
  return (
    <Stack gap="lg">
      <form onSubmit={submit} noValidate>
        <Stack>
          <TextInput
            label="Email"
            type="email"
            autoComplete="username"
            autoFocus
            key={form.key('email')}
            {...form.getInputProps('email')}
          />
          <PasswordInput
            label="Password"
            autoComplete="current-password"
            key={form.key('password')}
            {...form.getInputProps('password')}
          />
          <ErrorMessage>{error}</ErrorMessage>
          <Button type="submit" loading={busy}>
            Sign in
          </Button>
          <Group justify="space-between">
            <Anchor component={RouterLink} href="/forgot-password" size="sm">
              Forgot your password?
            </Anchor>
          </Group>
        </Stack>
      </form>
      <DemoSignIns onChoose={(values) => form.setValues(values)} />
      <Text size="xs" c="dimmed">
        Invited, and here for the first time? Open the link in your invitation.
      </Text>
    </Stack>
  )
}

function useSignInForm() {
  const [busy, login] = useSend(LoginDocument)
  const [, navigate] = useLocation()
  const state = useSignInState()
  const finishSignIn = useFinishSignIn()
  const [error, setError] = useState<string | null>(null)
  const form = useForm({
    mode: 'uncontrolled',
    initialValues: { email: '', password: '' },
    validate: {
      email: (value) => (value.trim() ? null : 'Enter your email.'),
      password: (value) => (value ? null : 'Enter your password.'),
    },
  })
  // Loads the next page while the password is typed.
  useEffect(() => void import('./sign-in-code-page.tsx'), [])

  const submit = form.onSubmit(async ({ email, password }) => {
    setError(null)
    const answer = await login({ input: { email: email.trim(), password, sessionTransport: 'COOKIE' } })
    if (answer.__typename === 'LoginSuccess') finishSignIn(answer.viewer.teamMember)
    else if (answer.__typename === 'VerificationRequired') {
      const { __typename, ...challenge } = answer
      navigate('/sign-in/code', { state: { ...state, challenge } satisfies CodeState })
    } else setError(answer.message)
  })
  return { form, busy, error, submit }
}
