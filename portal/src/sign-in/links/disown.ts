// Sends the token of a "This was not me" link to its route, which is not part of GraphQL (POST /not-me).

export type Answer = {
  /** `refused`: the link cannot be used, now or later. `unreachable`: the same link may work in a moment. */
  outcome: 'done' | 'refused' | 'unreachable'
  message: string
}

const withMail =
  'Done. Every device is signed out. We have emailed you a link to choose a new password: open it now.'
const withoutMail =
  'Done. Every device is signed out. We emailed no link to choose a new password, because you no longer sign in with this email or your access was removed. Ask a Super Admin of your account for help now.'
const unreachable: Answer = {
  outcome: 'unreachable',
  message: 'That did not work: the server could not be reached. Try again in a moment.',
}

type Body = { passwordResetSent?: boolean; error?: { message: string } }

export async function disown(token: string): Promise<Answer> {
  try {
    const response = await fetch('/not-me', {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ token }),
    })
    const { passwordResetSent, error } = (await response.json()) as Body
    if (response.ok) return { outcome: 'done', message: passwordResetSent ? withMail : withoutMail }
    return response.status < 500 && error ? { outcome: 'refused', message: error.message } : unreachable
  } catch {
    return unreachable
  }
}
