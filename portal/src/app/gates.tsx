// Who may be at an address. Until it is known who is signed in nothing of either side is shown.
import { Center, Loader } from '@mantine/core'
import { type ReactNode, useEffect } from 'react'
import { useQuery } from 'urql'
import { Redirect, useLocation } from 'wouter'
import { useApi } from '../api/api-provider.tsx'
import { LoadError } from '../api/load-error.tsx'
import { ViewerContext } from '../api/viewer.tsx'
import { ViewerDocument } from '../gql/graphql.ts'
import { type SignInState, useSignInState } from '../sign-in/sign-in-state.ts'

function Waiting() {
  return (
    <Center mih="60dvh">
      <Loader aria-label="Loading" role="status" size="sm" />
    </Center>
  )
}

/** For members who are signed in; everybody else is sent to sign in, and comes back here. */
export function SignedIn({ children }: { children: ReactNode }) {
  const { sessionEnded } = useApi()
  const [path] = useLocation()
  const [{ data, error }, load] = useQuery({ query: ViewerDocument })
  // A session may have ended while the tab was not looked at.
  useEffect(() => {
    const look = () => {
      if (document.visibilityState === 'visible') load({ requestPolicy: 'network-only' })
    }
    document.addEventListener('visibilitychange', look)
    return () => document.removeEventListener('visibilitychange', look)
  }, [load])

  if (data?.viewer) return <ViewerContext value={data.viewer}>{children}</ViewerContext>
  if (data) {
    const from = `${path}${window.location.search}`
    return <Redirect to="/sign-in" replace state={{ from, ended: sessionEnded } satisfies SignInState} />
  }
  if (error) {
    return (
      <Center mih="60dvh" p="md" component="main">
        <LoadError error={error} retry={() => load({ requestPolicy: 'network-only' })} />
      </Center>
    )
  }
  return <Waiting />
}

/** For members who are not signed in; everyone else is sent on. */
export function SignedOut({ children }: { children: ReactNode }) {
  const { from = '/' } = useSignInState()
  const [{ data, fetching, error }] = useQuery({ query: ViewerDocument })
  if (fetching && !data && !error) return <Waiting />
  return data?.viewer ? <Redirect to={from} replace /> : children
}
