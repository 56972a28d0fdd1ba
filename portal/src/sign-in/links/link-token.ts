// The token of an emailed link. It is in the address's fragment, which browsers send to no server.
import { useEffect, useState } from 'react'

export const incompleteLink = 'This address is not complete. Open the link in the mail again.'

const read = () => window.location.hash.slice(1)

/** The token, and a function that removes it from the address and the browser's history once it is used. */
export function useLinkToken(): { token: string; forget: () => void } {
  const [token] = useState(read)
  // Another link to the same page, opened in the same tab, changes only the fragment: load the page again.
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
