// Times, sizes and browsers in words.
const locale = 'en-US'

const absolute = new Intl.DateTimeFormat(locale, { dateStyle: 'medium', timeStyle: 'short' })
const day = new Intl.DateTimeFormat(locale, { dateStyle: 'medium' })
const relative = new Intl.RelativeTimeFormat(locale, { numeric: 'auto' })
const numbers = new Intl.NumberFormat(locale)

export const formatDateTime = (iso: string): string => absolute.format(new Date(iso))
export const formatDay = (iso: string): string => day.format(new Date(iso))
export const formatNumber = (value: number): string => numbers.format(value)

/** Time left counts in hours up to here: rounded up to days, 49 hours would read as three days. */
const hoursLeftBelow = 72
const hoursPassedBelow = 48

/**
 * Such as "3 minutes ago" or "in 3 days". Time left is rounded up: a file kept for 72 hours is deleted "in 3 days", also
 * a moment after it was made. Time passed is rounded down.
 */
export function formatRelative(iso: string, now: number): string {
  const seconds = (new Date(iso).getTime() - now) / 1000
  const isLeft = seconds > 0
  if (Math.abs(seconds) < 60) return isLeft ? 'in less than a minute' : 'just now'
  // The nearest minute, since the browser's clock may be some seconds behind the server's.
  const minutes = isLeft ? Math.round(seconds / 60) : Math.ceil(seconds / 60)
  if (Math.abs(minutes) < 60) return relative.format(minutes, 'minute')
  const hours = Math.ceil(minutes / 60)
  if (Math.abs(hours) < (isLeft ? hoursLeftBelow : hoursPassedBelow)) return relative.format(hours, 'hour')
  return relative.format(Math.ceil(hours / 24), 'day')
}

/** Such as "1.4 MB". */
export function formatBytes(bytes: number): string {
  if (bytes < 1000) return `${bytes} bytes`
  const units = ['kB', 'MB', 'GB']
  let value = bytes / 1000
  let unit = 0
  while (value >= 999.5 && unit < units.length - 1) {
    value /= 1000
    unit += 1
  }
  return `${value < 10 ? value.toFixed(1) : Math.round(value)} ${units[unit]}`
}

/** Such as "Chrome on Windows": enough to notice a browser that is not one's own. */
export function describeUserAgent(userAgent: string | null | undefined): string {
  if (!userAgent) return 'Unknown browser'
  const browser = /(Edg|OPR|Firefox|CriOS|Chrome|Safari)\//.exec(userAgent)?.[1]
  const system = /(Windows|iPhone|iPad|Android|Mac OS X|CrOS|Linux)/.exec(userAgent)?.[1]
  if (!browser) return userAgent.slice(0, 60)
  const names: Record<string, string> = {
    Edg: 'Edge',
    OPR: 'Opera',
    CriOS: 'Chrome',
    'Mac OS X': 'macOS',
    CrOS: 'ChromeOS',
  }
  // Edge and Opera name Chrome as well, and Chrome names Safari.
  const other = /(Edg|OPR)\//.exec(userAgent)?.[1] ?? browser
  return [names[other] ?? other, system && `on ${names[system] ?? system}`].filter(Boolean).join(' ')
}
