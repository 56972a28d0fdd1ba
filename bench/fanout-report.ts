// Prints the results of the fan-out.

/** Milliseconds, one value for each round. */
export type Figures = { toAll: number[]; p50: number[]; p99: number[] }

type Measured = { kilobytesPerSocket: number }

const say = (text: string) => process.stdout.write(`${text}\n`)

const median = (values: number[]) => values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)] ?? 0

export function reportFanout(
  [own, raw]: [Measured, Measured],
  figures: [Figures, Figures],
  sockets: number,
): void {
  const rounds = figures[0].toAll.length
  const count = sockets.toLocaleString('en-US')
  const line = (what: string, ours: number, theirs: number, unit: string) =>
    say(
      `| ${what} | ${ours.toFixed(1)} ${unit} | ${theirs.toFixed(1)} ${unit} | ${(ours / theirs).toFixed(2)} |`,
    )
  say(`\nMedians of ${rounds}.\n\n| what | Vestibule | plain ws | to ws |\n|---|---:|---:|---:|`)
  for (const [name, key] of [
    [`one event to ${count} sockets, to the last`, 'toAll'],
    [`an event to 1 of ${count}, p50`, 'p50'],
    [`an event to 1 of ${count}, p99`, 'p99'],
  ] as const) {
    line(name, median(figures[0][key]), median(figures[1][key]), 'ms')
  }
  line('memory of an idle socket', own.kilobytesPerSocket, raw.kilobytesPerSocket, 'KB')
  say(
    `\nVestibule: each socket belongs to its own member, with a session and a subscription. So one event is`,
  )
  say(
    `${count} rows and ${count} hints. The time counts from their commit, through the database's NOTIFY. Each socket's`,
  )
  say(
    'session and rows are read before anything is sent. Plain ws: one text to all, from the command to its process.',
  )
  say('The clients run in their own processes, on the same cores.')
}
