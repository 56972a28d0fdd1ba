import { Anchor, Button, Stack, Text } from '@mantine/core'
import { useState } from 'react'
import { useApi } from '../../api/api-provider.tsx'
import { useSend } from '../../api/use-send.ts'
import { ResetPasswordDocument } from '../../gql/graphql.ts'
import { PageTitle } from '../../ui/page.tsx'
import { RouterLink } from '../../ui/router-link.ts'
import { LinkForm } from './link-form.tsx'

export default function ResetPasswordPage() {
  const [busy, resetPassword] = useSend(ResetPasswordDocument)
  const [done, setDone] = useState(false)
  return (
    <Stack gap="lg">
      <PageTitle>Choose a new password</PageTitle>
      <LinkForm
        submitLabel="Set new password"
        busy={busy}
        send={(token, newPassword) => resetPassword({ input: { token, newPassword } })}
        another={
          <Anchor component={RouterLink} href="/forgot-password">
            Ask for another link
          </Anchor>
        }
        onDone={() => setDone(true)}
        done={done && <Done />}
      />
    </Stack>
  )
}

function Done() {
  const { restart } = useApi()
  return (
    <Stack>
      <Text role="status">Your new password counts from now on. Every device was signed out.</Text>
      <Button component={RouterLink} href="/sign-in" onClick={() => restart()}>
        Sign in
      </Button>
    </Stack>
  )
}
