// Shows the progress of a command.
import { Presets, SingleBar } from 'cli-progress'

export type Progress = { update(done: number): void; stop(): void }

/** Shows a bar on a terminal, and nothing elsewhere. */
export function showProgress(label: string, total: number): Progress {
  if (!process.stderr.isTTY) return { update: () => {}, stop: () => {} }
  const bar = new SingleBar(
    { format: `${label} {bar} {percentage}%`, stream: process.stderr, clearOnComplete: true },
    Presets.shades_classic,
  )
  bar.start(total, 0)
  return { update: (done) => bar.update(done), stop: () => bar.stop() }
}
