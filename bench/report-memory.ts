// Loaded into a program that is measured: says how much memory it takes, whenever it is asked.
export type Memory = { rss: number; most: number }

process.on('message', (message) => {
  if (message !== 'memory') return
  const { maxRSS } = process.resourceUsage()
  process.send?.({ rss: process.memoryUsage.rss(), most: maxRSS * 1024 } satisfies Memory)
})
