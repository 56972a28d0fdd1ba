// The script of /not-me, in the browser. The link's token is in the address's fragment, which no server is sent and no
// mail scanner posts: it leaves only when the button is pressed.
const token = window.location.hash.slice(1)
const about = document.getElementById('about')
const button = document.getElementById('end')
const result = document.getElementById('result')

const say = (text) => {
  result.textContent = text
}

/** The server's answer in words; null when the same link may be tried again. */
async function endEverything() {
  const response = await fetch('/not-me', {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ token }),
  })
  const answer = await response.json()
  if (response.ok) {
    return answer.passwordResetSent
      ? 'Done. Every device is signed out. We have mailed you a link to choose a new password: open it now.'
      : 'Done. Every device is signed out. No link to choose a new password was mailed, since this is not, or no longer, the address that signs in: ask a Super Admin of your account for help, at once.'
  }
  return response.status < 500 ? answer.error.message : null
}

async function press() {
  button.disabled = true
  say('One moment…')
  const said = await endEverything().catch(() => null)
  button.disabled = false
  if (said === null) return say('That did not work: the server could not be reached. Try again in a moment.')
  say(said)
  about.hidden = true
  button.hidden = true
  // What is used up need not stay in the browser's history.
  window.history.replaceState(null, '', window.location.pathname)
}

if (token) {
  button.hidden = false
  button.addEventListener('click', press)
} else {
  say('This address is not complete. Open the link in the mail again.')
}
