import { z } from 'zod'

/** SMTP allows at most 254 characters (RFC 5321, 4.5.3.1.3). */
const address = z.email().max(254)

/** Comparisons of email addresses ignore case and surrounding space. */
export const normalizeEmail = (email: string): string => email.trim().toLowerCase()

/** The address as it is stored and compared, or null when the text is not an address. */
export function parseEmail(text: string): string | null {
  const { data } = address.safeParse(normalizeEmail(text))
  return data ?? null
}
