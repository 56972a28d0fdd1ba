// Times and sizes as the portal writes them.
import { expect, it } from 'vitest'
import { describeUserAgent, formatBytes, formatRelative } from '../../portal/src/ui/format.ts'

const now = Date.parse('2026-11-27T12:00:00Z')
const seconds = 1
const minutes = 60
const hours = 3_600
const days = 86_400

const relative = (inSeconds: number) => formatRelative(new Date(now + inSeconds * 1000).toISOString(), now)

it.each([
  [1 * seconds, 'in less than a minute'],
  [59 * seconds, 'in less than a minute'],
  [60 * seconds, 'in 1 minute'],
  [10 * minutes - 2, 'in 10 minutes'],
  [10 * minutes, 'in 10 minutes'],
  [59 * minutes, 'in 59 minutes'],
  [60 * minutes - 1, 'in 1 hour'],
  [60 * minutes, 'in 1 hour'],
  [61 * minutes, 'in 2 hours'],
  [90 * minutes, 'in 2 hours'],
  [24 * hours - 5, 'in 24 hours'],
  [47 * hours + 20 * minutes, 'in 48 hours'],
  [49 * hours, 'in 49 hours'],
  [71 * hours, 'in 71 hours'],
  // A file that was just made, by a clock a little ahead of the server's, the same, and a little behind.
  [72 * hours - 20, 'in 3 days'],
  [72 * hours - 0.001, 'in 3 days'],
  [72 * hours, 'in 3 days'],
  [72 * hours + 20, 'in 3 days'],
  [6 * days + 1 * hours, 'in 7 days'],
  [7 * days, 'in 7 days'],
  [30 * days - 1, 'in 30 days'],
])('writes that %d seconds are left as "%s"', (left, text) => {
  expect(relative(left)).toBe(text)
})

it.each([
  [0, 'just now'],
  [59 * seconds, 'just now'],
  [60 * seconds, '1 minute ago'],
  [119 * seconds, '1 minute ago'],
  [59 * minutes + 59, '59 minutes ago'],
  [60 * minutes, '1 hour ago'],
  [119 * minutes, '1 hour ago'],
  [47 * hours + 59 * minutes, '47 hours ago'],
  [48 * hours, '2 days ago'],
  [72 * hours - 1, '2 days ago'],
  [72 * hours, '3 days ago'],
])('writes that %d seconds have passed as "%s"', (passed, text) => {
  expect(relative(-passed)).toBe(text)
})

/** How many seconds a text says, at least. */
function secondsOf(text: string): number {
  const [, count = '0', unit = ''] = /^in (\d+) (minute|hour|day)/.exec(text) ?? []
  return Number(count) * ({ minute: minutes, hour: hours, day: days }[unit] ?? 0)
}

it('never says that less is left than is, to half a minute, and at most an hour more in the last three days', () => {
  for (let left = 60; left <= 10 * days; left += 97) {
    const said = secondsOf(relative(left))
    expect(said - left, relative(left)).toBeGreaterThanOrEqual(-30)
    expect(said - left, relative(left)).toBeLessThan(left < 72 * hours ? 1 * hours : 1 * days)
  }
})

it.each([
  [0, '0 bytes'],
  [999, '999 bytes'],
  [1_000, '1.0 kB'],
  [204_800, '205 kB'],
  [999_500, '1.0 MB'],
  [1_400_000, '1.4 MB'],
  [12_000_000_000, '12 GB'],
])('writes %d bytes as "%s"', (bytes, text) => {
  expect(formatBytes(bytes)).toBe(text)
})

it.each([
  ['Mozilla/5.0 (Windows NT 10.0) AppleWebKit/537.36 Chrome/140.0 Safari/537.36', 'Chrome on Windows'],
  ['Mozilla/5.0 (Windows NT 10.0) Chrome/140.0 Safari/537.36 Edg/140.0', 'Edge on Windows'],
  ['Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15) Version/18.0 Safari/605.1', 'Safari on macOS'],
  ['Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0', 'Firefox on Linux'],
  ['curl/8.0', 'curl/8.0'],
  [null, 'Unknown browser'],
])('names the browser of %s', (userAgent, name) => {
  expect(describeUserAgent(userAgent)).toBe(name)
})
