// The operator's commands: within the test's own process, or as a process of their own. What they are asked is the same.
import { execFile } from 'node:child_process'
import { CommanderError } from 'commander'
import { asOperator } from '../../src/cli/admin/operator.ts'
import { createProgram } from '../../src/cli/admin/program.ts'
import { describeError } from '../../src/cli/describe-error.ts'
import { readConfig } from '../../src/config.ts'
import { projectDir } from './process.ts'

export type Outcome = { exitCode: number | null; stdout: string; stderr: string }

/** Runs a command as a process, as npm does. `script` is a path in src/cli. There is no terminal. */
export function spawnCommand(
  script: string,
  args: string[],
  env: Record<string, string>,
): { ended: Promise<Outcome>; kill(signal: NodeJS.Signals): void } {
  const outcome = Promise.withResolvers<Outcome>()
  const child = execFile(
    process.execPath,
    ['--import', './src/require-node.js', `src/cli/${script}`, ...args],
    { cwd: projectDir, env },
    (_, stdout, stderr) => outcome.resolve({ exitCode: child.exitCode, stdout, stderr }),
  )
  child.stdin?.end()
  return { ended: outcome.promise, kill: (signal) => void child.kill(signal) }
}

/**
 * Runs an admin command in this process, which spares a start of Node and its imports. Only what a process alone has,
 * such as its exit code, is imitated: admin-cli.test.ts and admin-cli-members.test.ts run each command as a process, too.
 */
export async function runAdmin(args: string[], env: Record<string, string>): Promise<Outcome> {
  const outcome: Outcome = { exitCode: 0, stdout: '', stderr: '' }
  const program = createProgram((command) => asOperator(command, readConfig(env)))
  for (const command of [program, ...program.commands]) {
    command.exitOverride().configureOutput({
      writeOut: (text) => {
        outcome.stdout += text
      },
      writeErr: (text) => {
        outcome.stderr += text
      },
    })
  }
  const write = process.stdout.write
  process.stdout.write = (text: string | Uint8Array) => {
    outcome.stdout += String(text)
    return true
  }
  try {
    await program.parseAsync(args, { from: 'user' })
  } catch (error) {
    outcome.exitCode = error instanceof CommanderError ? error.exitCode : 1
    if (!(error instanceof CommanderError)) {
      outcome.stderr += `${describeError(error, 'and it is not known what was done. Check before you repeat it.')}\n`
    }
  } finally {
    process.stdout.write = write
  }
  return outcome
}
