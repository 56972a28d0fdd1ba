// Structured logs: JSON, or readable lines on a terminal. The values of fields with secret names are removed. Callers log
// ids, never values.
import { type Logger, pino } from 'pino'

export type Log = Logger

const secretNames = ['password', 'token', 'challengeToken', 'sessionToken', 'authorization', 'cookie']

/** Makes the process's logger. `pretty` prints readable lines. */
export function createLog(level: string, pretty: boolean): Log {
  return pino({
    level,
    base: null,
    redact: { paths: secretNames.flatMap((name) => [name, `*.${name}`]), censor: '[removed]' },
    ...(pretty && {
      transport: { target: 'pino-pretty', options: { translateTime: 'HH:MM:ss', ignore: 'pid,hostname' } },
    }),
  })
}
