import { Anchor, Button, Stack, Text, TextInput } from '@mantine/core'
import { useForm } from '@mantine/form'
import { useState } from 'react'
import { useSend } from '../api/use-send.ts'
import { RequestPasswordResetDocument } from '../gql/graphql.ts'
import { ErrorMessage } from '../ui/messages.tsx'
import { PageTitle } from '../ui/page.tsx'
import { RouterLink } from '../ui/router-link.ts'

export default function ForgotPasswordPage() {
  const [sentTo, setSentTo] = useState<string | null>(null)
  return (
    <Stack gap="lg">
      <PageTitle>Forgot your password?</PageTitle>
      {sentTo ? (
        <Text role="status">
          If somebody signs in as <strong>{sentTo}</strong>, a link for choosing a new password is on its way.
          It works for 30 minutes.
        </Text>
      ) : (
        <RequestForm onSent={setSentTo} />
      )}
      <Anchor component={RouterLink} href="/sign-in" size="sm">
        Back to sign in
      </Anchor>
    </Stack>
  )
}

function RequestForm({ onSent }: { onSent: (email: string) => void }) {
  const [busy, requestReset] = useSend(RequestPasswordResetDocument)
  const [error, setError] = useState<string | null>(null)
  const form = useForm({
    mode: 'uncontrolled',
    initialValues: { email: '' },
    validate: { email: (value) => (value.includes('@') ? null : 'Enter your email.') },
  })
  const submit = form.onSubmit(async (values) => {
    const email = values.email.trim()
    const answer = await requestReset({ input: { email } })
    if (answer.__typename === 'RequestPasswordResetSuccess') onSent(email)
    else setError(answer.message)
  })
  return (
    <form onSubmit={submit} noValidate>
      <Stack>
        <Text c="dimmed">We send you a link for choosing a new one.</Text>
        <TextInput
          label="Email"
          type="email"
          autoComplete="username"
          autoFocus
          key={form.key('email')}
          {...form.getInputProps('email')}
        />
        <ErrorMessage>{error}</ErrorMessage>
        <Button type="submit" loading={busy}>
          Send link
        </Button>
      </Stack>
    </form>
  )
}
