import { GraphQLError } from 'graphql'
import { pino } from 'pino'
import { beforeEach, describe, expect, it } from 'vitest'
import { Prisma } from '../../src/generated/prisma/client.ts'
import { maskError, UnauthenticatedError, withoutSuggestion } from '../../src/graphql/errors.ts'
import { RateLimitedError } from '../../src/platform/errors.ts'

let lines: Record<string, unknown>[] = []
beforeEach(() => {
  lines = []
})
const log = pino({ base: null }, { write: (line: string) => lines.push(JSON.parse(line)) })

const located = (cause: Error) => new GraphQLError(cause.message, { path: ['login'], originalError: cause })

/** As the driver reports what PostgreSQL said. */
const databaseError = (originalCode: string) =>
  new Prisma.PrismaClientKnownRequestError('Invalid `prisma.investor.findMany()` invocation', {
    code: 'P2039',
    clientVersion: '7',
    meta: { driverAdapterError: { cause: { originalCode } } },
  })

describe('maskError', () => {
  it.each([
    new Error('SELECT secret FROM session'),
    new TypeError('x is undefined'),
    databaseError('42P01'),
    databaseError('22012'),
    databaseError('57P01'),
    'a string',
    null,
    { toString: () => 'SELECT' },
  ])('answers the unexpected without its text, and logs it whole: %s', (cause) => {
    const error = cause instanceof Error ? located(cause) : cause
    const masked = maskError(log, error)
    expect(masked.toJSON()).toEqual({
      message: 'Something went wrong on our side. Try again in a moment.',
      extensions: { code: 'INTERNAL_SERVER_ERROR' },
      ...(cause instanceof Error && { path: ['login'] }),
    })
    expect(masked.originalError).toBeUndefined()
    expect(lines).toEqual([expect.objectContaining({ level: 50, msg: 'unexpected error in the API' })])
  })

  it('keeps the code of an expected error of a field without a result union', () => {
    const masked = maskError(log, located(new RateLimitedError('Too many.', 7)))
    expect(masked.toJSON()).toEqual({
      message: 'Too many.',
      path: ['login'],
      extensions: { code: 'RATE_LIMITED' },
    })
    expect(lines).toEqual([])
  })

  it.each(['22P02', '22021', '22P05', '22008', '22009'])('takes %s for a value of the client', (code) => {
    const masked = maskError(log, located(databaseError(code)))
    expect(masked.toJSON()).toEqual({
      message: 'An argument is not valid: a malformed id or cursor, a date out of range, or a NUL character.',
      path: ['login'],
      extensions: { code: 'BAD_REQUEST' },
    })
    expect(lines).toEqual([])
  })

  it('lets errors made for clients pass, with a code of their own or one that fits', () => {
    const own = new UnauthenticatedError()
    expect(maskError(log, own)).toBe(own)
    expect(own.extensions.code).toBe('UNAUTHENTICATED')
    const wrapped = maskError(log, located(own))
    expect(wrapped.message).toBe(own.message)
    const codeOf = (message: string) => maskError(log, new GraphQLError(message)).extensions.code
    expect(codeOf('Syntax Error: Expected Name')).toBe('GRAPHQL_PARSE_FAILED')
    expect(codeOf('Invalid global ID: x')).toBe('BAD_REQUEST')
    expect(lines).toEqual([])
  })
})

describe('withoutSuggestion', () => {
  it.each([
    [
      'Cannot query field "viewr" on type "Query". Did you mean "viewer"?',
      'Cannot query field "viewr" on type "Query".',
    ],
    ['Unknown type "X". Did you mean "A", "B", or "C"?', 'Unknown type "X".'],
    [
      'Cannot query field "a" on type "B". Did you mean to use an inline fragment on "C"?',
      'Cannot query field "a" on type "B".',
    ],
    ['Nothing to suggest.', 'Nothing to suggest.'],
  ])('of %j leaves %j', (message, left) => {
    const error = withoutSuggestion(new GraphQLError(message, { path: ['a'], extensions: { code: 'X' } }))
    expect(error.toJSON()).toEqual({ message: left, path: ['a'], extensions: { code: 'X' } })
  })
})
