import { Button, Stack, Text } from '@mantine/core'
import { useState } from 'react'
import { useApi } from '../../api/api-provider.tsx'
import { useSend } from '../../api/use-send.ts'
import { AcceptInvitationDocument } from '../../gql/graphql.ts'
import { PageTitle } from '../../ui/page.tsx'
import { RouterLink } from '../../ui/router-link.ts'
import { LinkForm } from './link-form.tsx'

export default function AcceptInvitationPage() {
  const [busy, acceptInvitation] = useSend(AcceptInvitationDocument)
  const [email, setEmail] = useState<string | null>(null)
  const send = async (token: string, password: string) => {
    const answer = await acceptInvitation({ input: { token, password } })
    if (answer.__typename === 'AcceptInvitationSuccess') setEmail(answer.teamMember.email)
    return answer
  }
  return (
    <Stack gap="lg">
      <PageTitle>Accept your invitation</PageTitle>
      {!email && (
        <Text c="dimmed">Choose a password for your sign-in. You are the only one who knows it.</Text>
      )}
      <LinkForm
        submitLabel="Accept invitation"
        busy={busy}
        send={send}
        another="Ask whoever invited you to send the invitation again."
        onDone={() => {}}
        done={email && <Welcome email={email} />}
      />
    </Stack>
  )
}

function Welcome({ email }: { email: string }) {
  const { restart } = useApi()
  return (
    <Stack>
      <Text role="status">
        Welcome. You sign in as <strong>{email}</strong> with the password you just chose.
      </Text>
      <Button component={RouterLink} href="/sign-in" onClick={() => restart()}>
        Sign in
      </Button>
    </Stack>
  )
}
