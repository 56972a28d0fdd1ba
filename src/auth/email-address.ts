import { z } from 'zod'
import { normalizeEmail } from './login.ts'

/** 254 characters is the longest that SMTP carries (RFC 5321, 4.5.3.1.3). */
const address = z.email().max(254)

/** The address as it is stored and compared, or null when it is none. */
export function parseEmail(text: string): string | null {
  const { data } = address.safeParse(normalizeEmail(text))
  return data ?? null
}
