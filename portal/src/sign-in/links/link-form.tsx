// The form of the pages that emailed links open: a new password. Nothing happens before it is sent.
import { Button, PasswordInput, Stack, Text } from '@mantine/core'
import { useForm } from '@mantine/form'
import { type ReactNode, useState } from 'react'
import { ErrorMessage } from '../../ui/messages.tsx'
import { incompleteLink, useLinkToken } from './link-token.ts'
import { newPasswordHint, validateNewPassword } from './new-password.ts'

type LinkAnswer = { __typename: string; message?: string }

type LinkFormProps = {
  submitLabel: string
  busy: boolean
  send: (token: string, password: string) => Promise<LinkAnswer>
  /** How to get another link, for when this one cannot be used. */
  another: ReactNode
  onDone: () => void
  /** Shown once it is done. Until then it is falsy. */
  done: ReactNode
}

export function LinkForm(props: LinkFormProps) {
  const { token, forget } = useLinkToken()
  const [refused, setRefused] = useState<string | null>(token ? null : incompleteLink)
  if (props.done) return props.done
  if (refused) {
    return (
      <Stack>
        <ErrorMessage>{refused}</ErrorMessage>
        <Text size="sm">{props.another}</Text>
      </Stack>
    )
  }
  return <PasswordForm {...props} token={token} forget={forget} onRefused={setRefused} />
}

type PasswordFormProps = LinkFormProps & {
  token: string
  forget: () => void
  onRefused: (message: string) => void
}

function PasswordForm({ submitLabel, busy, send, token, forget, onRefused, onDone }: PasswordFormProps) {
  const [error, setError] = useState<string | null>(null)
  const form = useForm({
    mode: 'uncontrolled',
    initialValues: { password: '' },
    validate: { password: validateNewPassword },
  })
  const submit = form.onSubmit(async ({ password }) => {
    setError(null)
    const { __typename, message } = await send(token, password)
    if (message === undefined) {
      forget()
      onDone()
    } else if (__typename === 'InvalidTokenError') onRefused(message)
    else if (__typename === 'WeakPasswordError') form.setFieldError('password', message)
    else setError(message)
  })
  return (
    <form onSubmit={submit} noValidate>
      <Stack>
        <PasswordInput
          label="New password"
          description={newPasswordHint}
          autoComplete="new-password"
          autoFocus
          key={form.key('password')}
          {...form.getInputProps('password')}
        />
        <ErrorMessage>{error}</ErrorMessage>
        <Button type="submit" loading={busy}>
          {submitLabel}
        </Button>
      </Stack>
    </form>
  )
}
