// Ids: UUIDs of version 7 (RFC 9562). They sort by the time they were made, so that an index grows at one end.
import { randomInt, randomUUID } from 'node:crypto'

const maxCounter = 0xfff

/**
 * Makes a function that gives UUIDs in ascending order. Within a millisecond the 12 bits after the time count up
 * (RFC 9562, 6.2, method 1). The other 62 bits are random.
 * @param clock milliseconds since 1970. Tests give their own.
 */
export function createUuidMaker(clock: () => number = Date.now): () => string {
  let time = 0
  let counter = 0
  return () => {
    const now = clock()
    if (now > time) {
      time = now
      // It starts at random in the lower half, so that two processes differ early and there is room to count.
      counter = randomInt((maxCounter + 1) / 2)
    } else if (counter < maxCounter) {
      counter += 1
    } else {
      // The counter is full, or the clock went back. Taking the next millisecond keeps the order.
      time += 1
      counter = 0
    }
    return format(time, counter)
  }
}

/** A new UUID, greater than every one that this process made before. */
export const createUuid: () => string = createUuidMaker()

const pattern = /^[\da-f]{8}(-[\da-f]{4}){3}-[\da-f]{12}$/

/**
 * Whether a text is a UUID, of any version. In lower case alone, as the database and this file write them: an id that
 * could be written in two ways could get past a comparison with "your own".
 */
export const isUuid = (text: string): boolean => pattern.test(text)

function format(time: number, counter: number): string {
  const hex = time.toString(16).padStart(12, '0')
  // The end of a version 4 UUID has the two variant bits and 62 random ones in the right place.
  const variantAndRandom = randomUUID().slice(19)
  return `${hex.slice(0, 8)}-${hex.slice(8)}-7${counter.toString(16).padStart(3, '0')}-${variantAndRandom}`
}
