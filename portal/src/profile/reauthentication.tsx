// Some changes need the password, given in the last ten minutes. They are sent through `useReauthenticated`: when the API
// wants the password, a dialog asks for it, and the change is sent again.
import { Button, Group, Modal, PasswordInput, Stack, Text } from '@mantine/core'
import { useForm } from '@mantine/form'
import { createContext, type ReactNode, useCallback, useContext, useState } from 'react'
import { useSend } from '../api/use-send.ts'
import { ReauthenticateDocument } from '../gql/graphql.ts'
import { ErrorMessage } from '../ui/messages.tsx'

/** Asks for the password. @returns whether it was given. */
type AskForPassword = () => Promise<boolean>

const Context = createContext<AskForPassword | null>(null)

export function ReauthenticationProvider({ children }: { children: ReactNode }) {
  const [waiting, setWaiting] = useState<{ answer: (given: boolean) => void } | null>(null)
  const ask = useCallback<AskForPassword>(() => new Promise((resolve) => setWaiting({ answer: resolve })), [])
  const finish = (given: boolean) => {
    waiting?.answer(given)
    setWaiting(null)
  }
  return (
    <Context value={ask}>
      {children}
      <Modal
        opened={waiting !== null}
        onClose={() => finish(false)}
        title="Confirm that it is you"
        zIndex={300}
      >
        <PasswordForm onGiven={() => finish(true)} onCancel={() => finish(false)} />
      </Modal>
    </Context>
  )
}

/**
 * @returns a function that sends a change, and sends it again once the password was given. Without the password it
 * returns the ReauthenticationRequiredError.
 */
export function useReauthenticated() {
  const ask = useContext(Context)
  return useCallback(
    async <T extends { __typename: string }>(send: () => Promise<T>): Promise<T> => {
      const answer = await send()
      if (answer.__typename !== 'ReauthenticationRequiredError' || !(await ask?.())) return answer
      return send()
    },
    [ask],
  )
}

/** What a change's answer says went wrong, or null if it succeeded. */
export function refusalOf(answer: { __typename: string; message?: string }): string | null {
  if (answer.__typename === 'ReauthenticationRequiredError')
    return 'Not changed: your password was not confirmed.'
  return answer.message ?? null
}

function PasswordForm({ onGiven, onCancel }: { onGiven: () => void; onCancel: () => void }) {
  const [busy, reauthenticate] = useSend(ReauthenticateDocument)
  const [error, setError] = useState<string | null>(null)
  const form = useForm({
    mode: 'uncontrolled',
    initialValues: { password: '' },
    validate: { password: (value) => (value ? null : 'Enter your password.') },
  })
  const submit = form.onSubmit(async (input) => {
    setError(null)
    const answer = await reauthenticate({ input })
    if (answer.__typename === 'ReauthenticateSuccess') onGiven()
    else if (answer.__typename === 'InvalidCredentialsError')
      form.setFieldError('password', 'This is not your password.')
    else setError(answer.message)
  })
  return (
    <form onSubmit={submit} noValidate>
      <Stack>
        <Text size="sm">This changes who gets at your account. Give your password to go on.</Text>
        <PasswordInput
          label="Password"
          autoComplete="current-password"
          data-autofocus
          key={form.key('password')}
          {...form.getInputProps('password')}
        />
        <ErrorMessage>{error}</ErrorMessage>
        <Group justify="flex-end">
          <Button variant="default" onClick={onCancel}>
            Cancel
          </Button>
          <Button type="submit" loading={busy}>
            Confirm
          </Button>
        </Group>
      </Stack>
    </form>
  )
}
