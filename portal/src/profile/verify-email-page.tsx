// Verifies the member's email after signing in. While MFA is off, they may skip it.
import { Anchor, Button, Group, Loader, Stack, Text } from '@mantine/core'
import { type FormEvent, useEffect, useRef, useState } from 'react'
import { Redirect, useLocation } from 'wouter'
import { useSend } from '../api/use-send.ts'
import { useViewer } from '../api/viewer.tsx'
import { SendEmailVerificationDocument, VerifyEmailDocument } from '../gql/graphql.ts'
import { CodeInput } from '../sign-in/code-input.tsx'
import { ResendCode } from '../sign-in/resend-code.tsx'
import { type SignInState, useSignInState } from '../sign-in/sign-in-state.ts'
import { useCode } from '../sign-in/use-code.ts'
import { ErrorMessage, toastSuccess } from '../ui/messages.tsx'
import { PageTitle } from '../ui/page.tsx'
import { RouterLink } from '../ui/router-link.ts'

type SentCode = { sentTo: string; resendAvailableAt: string }

/** `sent`: the code for a new email was sent already. */
export type VerifyState = SignInState & { sent?: SentCode }

export default function VerifyEmailPage() {
  const viewer = useViewer()
  const { from = '/', sent } = useSignInState() as VerifyState
  const [verified] = useState(viewer.teamMember.emailVerified && !viewer.pendingEmail && !sent)
  if (verified) return <Redirect to={from} replace />
  return (
    <Stack gap="lg">
      <PageTitle>Verify your email</PageTitle>
      <VerifyEmailForm from={from} sentBefore={sent ?? null} />
      {!viewer.account.mfaSettings.enabled && (
        <Anchor component={RouterLink} href={from} size="sm">
          Skip for now
        </Anchor>
      )}
    </Stack>
  )
}

function VerifyEmailForm({ from, sentBefore }: { from: string; sentBefore: SentCode | null }) {
  const [busy, verifyEmail] = useSend(VerifyEmailDocument)
  const [, navigate] = useLocation()
  const { sent, error, sending, send } = useSentCode(sentBefore)
  const code = useCode(async (given) => {
    const answer = await verifyEmail({ input: { code: given } })
    if (answer.__typename !== 'VerifyEmailSuccess') return answer.message
    toastSuccess(`${answer.teamMember.email} is verified.`)
    navigate(from, { replace: true })
    return null
  })
  const submit = (event: FormEvent) => {
    event.preventDefault()
    code.submit()
  }
  return (
    <form onSubmit={submit} noValidate>
      <Stack gap="lg">
        <SentTo address={sent?.sentTo} failed={error !== null} />
        <CodeInput {...code.input} readOnly={busy} />
        <ErrorMessage>{error}</ErrorMessage>
        <Button type="submit" loading={busy}>
          Verify
        </Button>
        <ResendCode
          availableAt={sent?.resendAvailableAt ?? new Date(0).toISOString()}
          busy={sending}
          onResend={() => {
            code.clear()
            void send()
          }}
        />
      </Stack>
    </form>
  )
}

function SentTo({ address, failed }: { address: string | undefined; failed: boolean }) {
  if (address) {
    return (
      <Text>
        We sent a six-digit code to <strong>{address}</strong>. It works for ten minutes.
      </Text>
    )
  }
  if (failed) return <Text>If you have the code of an earlier mail, it may still work.</Text>
  return (
    <Group gap="xs" role="status">
      <Loader size="xs" />
      <Text>Sending a code to your address…</Text>
    </Group>
  )
}

/** Sends a code when the page opens, unless one was sent before, and again on request. */
function useSentCode(sentBefore: SentCode | null) {
  const [sending, sendVerification] = useSend(SendEmailVerificationDocument)
  const [sent, setSent] = useState(sentBefore)
  const [error, setError] = useState<string | null>(null)
  const send = async () => {
    setError(null)
    const answer = await sendVerification({})
    if (answer.__typename === 'SendEmailVerificationSuccess') setSent(answer)
    else setError(answer.message)
  }
  const begun = useRef(sentBefore !== null)
  useEffect(() => {
    if (begun.current) return
    begun.current = true
    void send()
  })
  return { sent, error, sending, send }
}
