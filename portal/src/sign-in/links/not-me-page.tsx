// Where the link "This was not me" of a mail leads. Mail scanners open links, so opening this page changes nothing:
// only its button sends the link's token.
import { Anchor, Button, List, Stack, Text } from '@mantine/core'
import { useEffect, useRef, useState } from 'react'
import { ErrorMessage } from '../../ui/messages.tsx'
import { PageTitle } from '../../ui/page.tsx'
import { RouterLink } from '../../ui/router-link.ts'
import { type Answer, disown } from './disown.ts'
import { incompleteLink, useLinkToken } from './link-token.ts'

export default function NotMePage() {
  const { token, forget } = useLinkToken()
  const [busy, setBusy] = useState(false)
  const [answer, setAnswer] = useState<Answer | null>(null)
  const press = async () => {
    setBusy(true)
    const given = await disown(token)
    setBusy(false)
    setAnswer(given)
    if (given.outcome !== 'unreachable') forget()
  }
  return (
    <Stack gap="lg">
      <PageTitle>This was not me</PageTitle>
      {!token && <ErrorMessage>{incompleteLink}</ErrorMessage>}
      {answer?.outcome === 'done' && <Done message={answer.message} />}
      {answer?.outcome === 'refused' && <Refused message={answer.message} />}
      {token && (answer === null || answer.outcome === 'unreachable') && (
        <>
          <Explanation />
          <ErrorMessage>{answer?.message}</ErrorMessage>
          <Button loading={busy} onClick={() => void press()}>
            Sign out every device
          </Button>
        </>
      )}
    </Stack>
  )
}

function Explanation() {
  return (
    <>
      <Text>
        If someone else signed in as you or changed something, press the button. It does this at once:
      </Text>
      <List spacing="xs">
        <List.Item>Every device that is signed in as you is signed out, including this one.</List.Item>
        <List.Item>Sign-ins that wait for a code are ended, and remembered devices are forgotten.</List.Item>
        <List.Item>We email you a link to choose a new password.</List.Item>
      </List>
      <Text c="dimmed">If it was you, close this page: nothing has happened yet.</Text>
    </>
  )
}

/** Takes the focus from the button that is gone, so that a screen reader reads it and the keyboard goes on from here. */
function Done({ message }: { message: string }) {
  const text = useRef<HTMLParagraphElement>(null)
  useEffect(() => text.current?.focus(), [])
  return (
    <Text role="status" ref={text} tabIndex={-1} style={{ outline: 'none' }}>
      {message}
    </Text>
  )
}

function Refused({ message }: { message: string }) {
  return (
    <>
      <ErrorMessage>{message}</ErrorMessage>
      <Anchor component={RouterLink} href="/forgot-password" size="sm">
        Choose a new password
      </Anchor>
    </>
  )
}
