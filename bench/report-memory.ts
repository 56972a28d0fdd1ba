// Loaded into a measured program. Reports its memory at each request.
export type Memory = { rss: number; most: number }

process.on('message', (message) => {
  if (message !== 'memory') return
  const { maxRSS } = process.resourceUsage()
  process.send?.({ rss: process.memoryUsage.rss(), most: maxRSS * 1024 } satisfies Memory)
})
