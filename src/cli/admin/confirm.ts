// Asking before something that is hard to take back.
import { createInterface } from 'node:readline/promises'

type Terminal = {
  input: NodeJS.ReadableStream & { isTTY?: boolean }
  output: NodeJS.WritableStream
}

const ownTerminal: Terminal = { input: process.stdin, output: process.stderr }

/**
 * Says what will happen, and goes on once the name was typed, or at once with --yes.
 * @throws when it is not confirmed, or there is nobody to ask.
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
      `${consequence} There is no terminal to confirm this on, so nothing was changed: add --yes to do it.`,
    )
  }
  const lines = createInterface(terminal)
  try {
    const typed = await lines.question(`${consequence}\nType "${name}" to go on: `)
    if (sameText(typed, name)) return
    throw new Error('That is another name, so nothing was changed.')
  } finally {
    lines.close()
  }
}

/** An accent can be typed as one character or as two. */
const sameText = (a: string, b: string) => a.trim().normalize('NFC') === b.trim().normalize('NFC')
