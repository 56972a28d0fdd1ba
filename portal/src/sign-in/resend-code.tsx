// "Resend code", with a countdown until another code may be sent.
import { Button, Group, Text } from '@mantine/core'
import { useEffect, useState } from 'react'

type ResendCodeProps = { availableAt: string; onResend: () => void; busy: boolean }

export function ResendCode(props: ResendCodeProps) {
  return (
    <Group gap={4}>
      <Text size="sm" c="dimmed">
        No mail?
      </Text>
      <ResendButton {...props} />
    </Group>
  )
}

function ResendButton({ availableAt, onResend, busy }: ResendCodeProps) {
  const seconds = useSecondsUntil(availableAt)
  if (seconds > 0) {
    return (
      <Text size="sm" className="tabular">
        Another code can be sent in {seconds} s.
      </Text>
    )
  }
  return (
    <Button variant="subtle" size="compact-sm" loading={busy} onClick={onResend}>
      Resend code
    </Button>
  )
}

function useSecondsUntil(time: string): number {
  const left = () => Math.max(0, Math.ceil((new Date(time).getTime() - Date.now()) / 1000))
  const [, tick] = useState(0)
  const seconds = left()
  useEffect(() => {
    if (seconds === 0) return
    const timer = setTimeout(() => tick((count) => count + 1), 1000)
    return () => clearTimeout(timer)
  })
  return seconds
}
