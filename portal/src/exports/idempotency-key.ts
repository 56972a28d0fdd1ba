// One key a request: pressing the button again after a lost answer makes no second export.
import { useRef } from 'react'

/** @returns a function that gives the same key for the same request, and a new key for a changed one. */
export function useIdempotencyKey(): (request: unknown) => string {
  const last = useRef({ request: '', key: '' })
  return (request) => {
    const text = JSON.stringify(request)
    if (text !== last.current.request) last.current = { request: text, key: randomKey() }
    return last.current.key
  }
}

// Browsers offer crypto.randomUUID over https only.
const randomKey = () =>
  Array.from(crypto.getRandomValues(new Uint8Array(16)), (byte) => byte.toString(16).padStart(2, '0')).join(
    '',
  )
