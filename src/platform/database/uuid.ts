// Ids: UUIDs of version 7 (RFC 9562). They sort by time, so that an index grows at one end.
import { randomInt, randomUUID } from 'node:crypto'

const maxCounter = 0xfff

/**
 * Makes a function that returns UUIDs in ascending order. Within a millisecond, the 12 bits after the time count up
 * (RFC 9562, 6.2, method 1). The other 62 bits are random.
 * @param clock milliseconds since 1970.
 */
export function createUuidMaker(clock: () => number = Date.now): () => string {
  let time = 0
  let counter = 0
  return () => {
    const now = clock()
    if (now > time) {
      time = now
      // Random, so that processes differ early; in the lower half, so that there is room to count.
      counter = randomInt((maxCounter + 1) / 2)
    } else if (counter < maxCounter) {
      counter += 1
    } else {
      // The counter is full. Taking the next millisecond keeps the order.
      time += 1
      counter = 0
    }
    return format(time, counter)
  }
}

/** A new UUID, greater than every earlier one of this process. */
export const createUuid: () => string = createUuidMaker()

const pattern = /^[\da-f]{8}(-[\da-f]{4}){3}-[\da-f]{12}$/

/**
 * Whether a text is a UUID of any version, in lower case. Upper case is refused: an id that can be written in two ways
 * could pass a check that compares ids as text.
 */
export const isUuid = (text: string): boolean => pattern.test(text)

function format(time: number, counter: number): string {
  const hex = time.toString(16).padStart(12, '0')
  // The end of a version 4 UUID has the two variant bits and 62 random bits in the right place.
  const variantAndRandom = randomUUID().slice(19)
  return `${hex.slice(0, 8)}-${hex.slice(8)}-7${counter.toString(16).padStart(3, '0')}-${variantAndRandom}`
}
