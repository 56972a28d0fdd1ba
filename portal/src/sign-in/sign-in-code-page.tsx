import { Alert, Anchor, Button, Checkbox, Stack, Text } from '@mantine/core'
import { type FormEvent, useState } from 'react'
import { Redirect, useLocation } from 'wouter'
import { useHistoryState } from 'wouter/use-browser-location'
import { useSend } from '../api/use-send.ts'
import { type ChallengeFragment, ResendCodeDocument, VerifyCodeDocument } from '../gql/graphql.ts'
import { ErrorMessage, toastSuccess } from '../ui/messages.tsx'
import { PageTitle } from '../ui/page.tsx'
import { RouterLink } from '../ui/router-link.ts'
import { CodeInput } from './code-input.tsx'
import { ResendCode } from './resend-code.tsx'
import type { SignInState } from './sign-in-state.ts'
import { useCode } from './use-code.ts'
import { useFinishSignIn } from './use-finish-sign-in.ts'

/**
 * The sign-in that waits for its code is kept in the entry of the browser's history, because a phone may discard the page
 * while its owner reads the email. The challenge's token opens nothing without the code.
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

type CodeFormProps = { state: CodeState; onExpired: (message: string) => void }

function CodeForm({ state, onExpired }: CodeFormProps) {
  const { challenge } = state
  const [rememberMe, setRememberMe] = useState(false)
  const { code, busy } = useVerify(state, rememberMe, onExpired)
  const resend = useResend(state, onExpired)
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
          <RememberMe days={challenge.rememberMeDays} checked={rememberMe} onChange={setRememberMe} />
        )}
        <ErrorMessage>{resend.error}</ErrorMessage>
        <Button type="submit" loading={busy}>
          Verify
        </Button>
        <ResendCode
          availableAt={challenge.resendAvailableAt}
          busy={resend.busy}
          onResend={() => {
            code.clear()
            void resend.send()
          }}
        />
      </Stack>
    </form>
  )
}

type RememberMeProps = { days: number; checked: boolean; onChange: (checked: boolean) => void }

function RememberMe({ days, checked, onChange }: RememberMeProps) {
  return (
    <Checkbox
      label={`Remember me on this device for ${days} days`}
      description="Skip the code on this device. Don't use on shared devices."
      checked={checked}
      onChange={(event) => onChange(event.currentTarget.checked)}
    />
  )
}

function useVerify({ challenge }: CodeState, rememberMe: boolean, onExpired: (message: string) => void) {
  const [busy, verifyCode] = useSend(VerifyCodeDocument)
  const finishSignIn = useFinishSignIn()
  const code = useCode(async (given) => {
    const { challengeToken } = challenge
    const answer = await verifyCode({ input: { challengeToken, code: given, rememberMe } })
    if (answer.__typename === 'LoginSuccess') finishSignIn({ emailVerified: true })
    else if (answer.__typename === 'ChallengeExpiredError') onExpired(answer.message)
    else return answer.message
    return null
  })
  return { code, busy }
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
