// Tokens and codes. The CSPRNG makes them. Only their hashes are stored.
import { createHash, createHmac, randomBytes, randomInt, timingSafeEqual } from 'node:crypto'

/** 32 random bytes in base64url: a session, challenge or trusted-device token. */
export const createToken = (): string => randomBytes(32).toString('base64url')

/** SHA-256 of a token. A token has 256 random bits, so a fast unsalted hash is enough (ASVS 6.5.2, 7.2). */
export const hashToken = (token: string): Buffer => createHash('sha256').update(token).digest()

/** A text as hexadecimal SHA-256: a key for limits that must not store what was typed. */
export const fingerprint = (text: string): string => hashToken(text).toString('hex')

/** Six random digits, leading zeros included. */
export const createCode = (): string => randomInt(0, 1_000_000).toString().padStart(6, '0')

/**
 * HMAC-SHA256 of a code with the server's key. A plain hash of six digits could be reversed in a second; without the key,
 * a stolen table reveals nothing. The input includes the challenge's id, so that a hash fits no other challenge.
 */
export const hashCode = (secretKey: Buffer, challengeId: string, code: string): Buffer =>
  createHmac('sha256', secretKey).update(`${challengeId}:${code}`).digest()

/** Compares two hashes in constant time. */
export const hashesMatch = (a: Uint8Array, b: Uint8Array): boolean =>
  a.length === b.length && timingSafeEqual(a, b)
