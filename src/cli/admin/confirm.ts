// Asks before something that is hard to undo.
import { createInterface } from 'node:readline/promises'

type Terminal = {
  input: NodeJS.ReadableStream & { isTTY?: boolean }
  output: NodeJS.WritableStream
}

const ownTerminal: Terminal = { input: process.stdin, output: process.stderr }

/**
 * Says what will happen, and returns once the name was typed, or at once with --yes.
 * @throws when it is not confirmed, or there is no terminal to ask on.
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
      `${consequence} There is no terminal to confirm this on, so nothing was changed. Add --yes to do it.`,
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

/** An accented letter can be typed as one character or as two. */
const sameText = (a: string, b: string) => a.trim().normalize('NFC') === b.trim().normalize('NFC')
