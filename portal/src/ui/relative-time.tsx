// "3 minutes ago" or "in 3 days", kept up to date, with the exact time as its title.
import { useEffect, useState } from 'react'
import { formatDateTime, formatRelative } from './format.ts'

const refreshMs = 15_000

export function RelativeTime({ at }: { at: string }) {
  const [, refresh] = useState(0)
  useEffect(() => {
    const timer = setInterval(() => refresh((count) => count + 1), refreshMs)
    return () => clearInterval(timer)
  }, [])
  return (
    <time dateTime={at} title={formatDateTime(at)}>
      {formatRelative(at, Date.now())}
    </time>
  )
}
