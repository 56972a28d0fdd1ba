// "3 minutes ago", which grows older by itself, with the very moment for whoever asks.
import { useEffect, useState } from 'react'
import { formatDateTime, formatRelative } from './format.ts'

const tickMs = 15_000

/** The time, anew every few seconds. */
function useNow(): number {
  const [now, setNow] = useState(Date.now)
  useEffect(() => {
    const timer = setInterval(() => setNow(Date.now()), tickMs)
    return () => clearInterval(timer)
  }, [])
  return now
}

export function RelativeTime({ at }: { at: string }) {
  // The state may be older than what it is compared with.
  const now = Math.max(useNow(), Date.now() - tickMs)
  return (
    <time dateTime={at} title={formatDateTime(at)}>
      {formatRelative(at, now)}
    </time>
  )
}
