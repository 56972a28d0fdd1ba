// The state of the live connection, for the parts that show it.
import { useSyncExternalStore } from 'react'

/** `idle`: nothing is subscribed. `lost`: it was cut off and is being opened again. */
export type ConnectionState = 'idle' | 'open' | 'lost'

export type Connection = {
  get(): ConnectionState
  set(state: ConnectionState): void
  subscribe(listener: () => void): () => void
}

export function createConnection(): Connection {
  const listeners = new Set<() => void>()
  let current: ConnectionState = 'idle'
  return {
    get: () => current,
    set: (state) => {
      if (state === current) return
      current = state
      for (const listener of listeners) listener()
    },
    subscribe: (listener) => {
      listeners.add(listener)
      return () => listeners.delete(listener)
    },
  }
}

export const useConnectionState = ({ subscribe, get }: Connection): ConnectionState =>
  useSyncExternalStore(subscribe, get)
