// Who may open a page: members who are signed in, or those who are not. Until that is known, neither kind is shown.
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

/** For signed-in members. Sends everyone else to sign in, and back here afterwards. */
export function SignedIn({ children }: { children: ReactNode }) {
  const { sessionEnded } = useApi()
  const [path] = useLocation()
  const [{ data, error }, load] = useQuery({ query: ViewerDocument })
  // The session may have ended while another tab was in front.
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

/** For signing in. Sends members who are signed in already to the page they came for. */
export function SignedOut({ children }: { children: ReactNode }) {
  const { from = '/' } = useSignInState()
  const [{ data, fetching, error }] = useQuery({ query: ViewerDocument })
  if (fetching && !data && !error) return <Waiting />
  return data?.viewer ? <Redirect to={from} replace /> : children
}
