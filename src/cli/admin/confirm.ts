// Asks for confirmation before something that is hard to undo.
import { createInterface } from 'node:readline/promises'

type Terminal = {
  input: NodeJS.ReadableStream & { isTTY?: boolean }
  output: NodeJS.WritableStream
}

const ownTerminal: Terminal = { input: process.stdin, output: process.stderr }

/**
 * Says what will happen, and returns when the operator has typed the name. Does not ask with --yes.
 * @throws when the operator does not confirm, or there is no terminal.
 */
export async function confirm(
  consequence: string,
  name: string,
  yes: boolean,
  terminal: Terminal = ownTerminal,
): Promise<void> {
  if (yes) return
  if (!terminal.input.isTTY) {
    throw new Error(
      `${consequence} There is no terminal to confirm this, so nothing was changed. Add --yes to continue without one.`,
    )
  }
  const lines = createInterface(terminal)
  try {
    const typed = await lines.question(`${consequence}\nType "${name}" to continue: `)
    if (sameText(typed, name)) return
    throw new Error('The name does not match, so nothing was changed.')
  } finally {
    lines.close()
  }
}

/** Ignores whether accented letters are one character or two. */
const sameText = (a: string, b: string) => a.trim().normalize('NFC') === b.trim().normalize('NFC')
