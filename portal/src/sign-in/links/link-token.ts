// The token of a mailed link. It is in the address's fragment, which no server is sent.
import { useEffect, useState } from 'react'

export const incompleteLink = 'This address is not complete. Open the link in the mail again.'

const read = () => window.location.hash.slice(1)

/** The token, and what takes it out of the address and of the browser's history once it is used up. */
export function useLinkToken(): { token: string; forget: () => void } {
  const [token] = useState(read)
  // Another link of the same kind, opened in the same tab, changes the fragment and nothing else: begin anew.
  useEffect(() => {
    const look = () => {
      if (read()) window.location.reload()
    }
    window.addEventListener('hashchange', look)
    return () => window.removeEventListener('hashchange', look)
  }, [])
  return {
    token,
    forget: () => window.history.replaceState(window.history.state, '', window.location.pathname),
  }
}
