// One API client a session: signing in or out starts with an empty cache and a new connection.
import { createContext, type ReactNode, useCallback, useContext, useEffect, useMemo, useState } from 'react'
import { Provider } from 'urql'
import { type ConnectionState, useConnectionState } from './connection.ts'
import { type Api, createApi } from './create-api.ts'

type ApiContext = Api & {
  /** Forgets everything that was loaded: for after signing in or out. */
  restart: (options?: { ended?: boolean }) => void
  /** Whether the last session ended without signing out here. */
  sessionEnded: boolean
}

const Context = createContext<ApiContext | null>(null)

export function ApiProvider({ children }: { children: ReactNode }) {
  const [generation, setGeneration] = useState({ number: 0, sessionEnded: false })
  const restart = useCallback(
    ({ ended = false }: { ended?: boolean } = {}) =>
      setGeneration(({ number }) => ({ number: number + 1, sessionEnded: ended })),
    [],
  )
  // biome-ignore lint/correctness/useExhaustiveDependencies: a new generation needs a new client
  const api = useMemo(() => createApi(() => restart({ ended: true })), [restart, generation.number])
  useEffect(() => () => api.dispose(), [api])
  const value = useMemo(
    () => ({ ...api, restart, sessionEnded: generation.sessionEnded }),
    [api, restart, generation.sessionEnded],
  )
  return (
    <Context value={value}>
      <Provider value={api.client} key={generation.number}>
        {children}
      </Provider>
    </Context>
  )
}

export function useApi(): ApiContext {
  const api = useContext(Context)
  if (!api) throw new Error('useApi is used outside ApiProvider')
  return api
}

export const useConnection = (): ConnectionState => useConnectionState(useApi().connection)
