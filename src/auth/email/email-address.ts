import { z } from 'zod'

/** 254 characters is the longest that SMTP carries (RFC 5321, 4.5.3.1.3). */
const address = z.email().max(254)

/** Email addresses are compared without regard to case or surrounding space. */
export const normalizeEmail = (email: string): string => email.trim().toLowerCase()

/** The address as it is stored and compared, or null when it is none. */
export function parseEmail(text: string): string | null {
  const { data } = address.safeParse(normalizeEmail(text))
  return data ?? null
}
