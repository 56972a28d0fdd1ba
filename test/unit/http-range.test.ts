import { describe, expect, it } from 'vitest'
import { selectPart } from '../../src/platform/http/http-range.ts'

const file = { etag: '"abc"', size: 1000 }
const whole = { status: 200, start: 0, end: 1000 }
const ask = (headers: Record<string, string>, method = 'GET') => selectPart({ method, headers }, file)

describe('a range', () => {
  it.each([
    ['bytes=0-', 0, 1000],
    ['bytes=0-0', 0, 1],
    ['bytes=999-', 999, 1000],
    ['bytes=100-199', 100, 200],
    ['bytes=100-99999', 100, 1000],
    ['bytes=0-99999999999999999999999', 0, 1000],
    ['bytes=-1', 999, 1000],
    ['bytes=-5000', 0, 1000],
    ['BYTES=5-6', 5, 7],
  ])('%s is bytes %i to %i', (range, start, end) => {
    expect(ask({ range })).toEqual({ status: 206, start, end })
  })

  it.each(['bytes=1000-', 'bytes=1000-2000', 'bytes=99999999999999999999-', 'bytes=-0'])(
    '%s lies outside the file',
    (range) => expect(ask({ range })).toEqual({ status: 416 }),
  )

  it.each([
    'bytes=0-1,5-6',
    'bytes=5-4',
    'bytes=-',
    'bytes=',
    'bytes=a-b',
    'bytes=1.5-2',
    'bytes=-1-2',
    'rows=0-1',
    'x',
    '',
  ])('%j is answered with the whole file', (range) => expect(ask({ range })).toEqual(whole))

  it('is for GET alone', () => expect(ask({ range: 'bytes=1-2' }, 'HEAD')).toEqual(whole))

  it('of an empty file lies outside it', () => {
    expect(selectPart({ method: 'GET', headers: { range: 'bytes=0-' } }, { etag: '"e"', size: 0 })).toEqual({
      status: 416,
    })
  })
})

describe('a condition', () => {
  const range = 'bytes=1-2'
  const part = { status: 206, start: 1, end: 3 }

  it.each([
    [{ 'if-range': '"abc"' }, part],
    [{ 'if-range': '"other"' }, whole],
    [{ 'if-range': 'W/"abc"' }, whole],
    [{ 'if-range': 'Tue, 24 Nov 2026 08:00:00 GMT' }, whole],
    [{ 'if-match': '"abc"' }, part],
    [{ 'if-match': '"x", "abc"' }, part],
    [{ 'if-match': '*' }, part],
    [{ 'if-match': '"other"' }, { status: 412 }],
    [{ 'if-match': 'W/"abc"' }, { status: 412 }],
    [{ 'if-none-match': '"abc"' }, { status: 304 }],
    [{ 'if-none-match': 'W/"abc"' }, { status: 304 }],
    [{ 'if-none-match': '*' }, { status: 304 }],
    [{ 'if-none-match': '"other"' }, part],
    [{ 'if-match': '"other"', 'if-none-match': '"abc"' }, { status: 412 }],
  ])('%j', (headers, expected) => expect(ask({ range, ...headers })).toEqual(expected))
})
