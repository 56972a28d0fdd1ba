import { Alert, Anchor, Button, Checkbox, Group, Stack, Text } from '@mantine/core'
import { type FormEvent, useState } from 'react'
import { Redirect, useLocation } from 'wouter'
import { useHistoryState } from 'wouter/use-browser-location'
import { useSend } from '../api/use-send.ts'
import { type ChallengeFragment, ResendCodeDocument, VerifyCodeDocument } from '../gql/graphql.ts'
import { ErrorMessage, toastSuccess } from '../ui/messages.tsx'
import { PageTitle } from '../ui/page.tsx'
import { RouterLink } from '../ui/router-link.ts'
import { CodeInput } from './code-input.tsx'
import { ResendButton } from './resend-button.tsx'
import type { SignInState } from './sign-in-state.ts'
import { useCode } from './use-code.ts'
import { useGoOn } from './use-sign-in.ts'

/**
 * The sign-in under way is in the history's entry: a phone may throw the page away while its owner looks into the mail.
 * Its token opens nothing without the code.
 */
export type CodeState = SignInState & { challenge: ChallengeFragment }

export default function SignInCodePage() {
  const state = useHistoryState<CodeState | null>()
  if (!state?.challenge) return <Redirect to="/sign-in" replace />
  return <CodePage state={state} />
}

function CodePage({ state }: { state: CodeState }) {
  const { challenge, ...signIn } = state
  const [expired, setExpired] = useState<string | null>(
    new Date(challenge.expiresAt) < new Date() ? 'This sign-in took too long.' : null,
  )
  return (
    <Stack gap="lg">
      <PageTitle>Check your email</PageTitle>
      {expired ? (
        <Alert color="orange" title={expired} role="alert">
          <Button component={RouterLink} href="/sign-in" state={signIn} replace mt="xs">
            Start again
          </Button>
        </Alert>
      ) : (
        <CodeForm state={state} onExpired={setExpired} />
      )}
      <Text size="sm">
        <Anchor component={RouterLink} href="/sign-in" state={signIn} replace size="sm">
          Sign in as somebody else
        </Anchor>
      </Text>
    </Stack>
  )
}

function CodeForm({ state, onExpired }: { state: CodeState; onExpired: (message: string) => void }) {
  const { challenge } = state
  const [busy, verifyCode] = useSend(VerifyCodeDocument)
  const [rememberMe, setRememberMe] = useState(false)
  const goOn = useGoOn()
  const resend = useResend(state, onExpired)
  const code = useCode(async (given) => {
    const { challengeToken } = challenge
    const answer = await verifyCode({ input: { challengeToken, code: given, rememberMe } })
    if (answer.__typename === 'LoginSuccess') goOn({ emailVerified: true })
    else if (answer.__typename === 'ChallengeExpiredError') onExpired(answer.message)
    else return answer.message
    return null
  })
  const submit = (event: FormEvent) => {
    event.preventDefault()
    code.submit()
  }
  return (
    <form onSubmit={submit} noValidate>
      <Stack gap="lg">
        <Text>
          We sent a six-digit code to <strong>{challenge.sentTo}</strong>. It works for ten minutes.
        </Text>
        <CodeInput {...code.input} readOnly={busy} />
        {challenge.rememberMeAllowed && (
          <Checkbox
            // For how long, the API says only to members who are signed in.
            label="Remember me on this device"
            description="Skip the code on this device. Don't use on shared devices."
            checked={rememberMe}
            onChange={(event) => setRememberMe(event.currentTarget.checked)}
          />
        )}
        <ErrorMessage>{resend.error}</ErrorMessage>
        <Button type="submit" loading={busy}>
          Verify
        </Button>
        <Group gap={4}>
          <Text size="sm" c="dimmed">
            No mail?
          </Text>
          <ResendButton
            availableAt={challenge.resendAvailableAt}
            busy={resend.busy}
            onResend={() => {
              code.clear()
              void resend.send()
            }}
          />
        </Group>
      </Stack>
    </form>
  )
}

function useResend(state: CodeState, onExpired: (message: string) => void) {
  const [busy, resendCode] = useSend(ResendCodeDocument)
  const [, navigate] = useLocation()
  const [error, setError] = useState<string | null>(null)
  const send = async () => {
    setError(null)
    const answer = await resendCode({ input: { challengeToken: state.challenge.challengeToken } })
    if (answer.__typename === 'VerificationRequired') {
      const { __typename, ...challenge } = answer
      navigate('/sign-in/code', { replace: true, state: { ...state, challenge } satisfies CodeState })
      toastSuccess('Another code is on its way. The one before no longer works.')
    } else if (answer.__typename === 'ChallengeExpiredError') onExpired(answer.message)
    else setError(answer.message)
  }
  return { busy, error, send }
}
