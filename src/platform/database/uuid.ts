// UUID version 7 (RFC 9562): ids that sort by the time they were made, so that an index grows at one end.
import { randomInt, randomUUID } from 'node:crypto'

const maxCounter = 0xfff

/**
 * A maker of UUIDs in ascending order. Within a millisecond the 12 bits after the time count up (RFC 9562, 6.2,
 * method 1); the remaining 62 bits are random.
 * @param clock milliseconds since 1970, given by tests.
 */
export function createUuidMaker(clock: () => number = Date.now): () => string {
  let time = 0
  let counter = 0
  return () => {
    const now = clock()
    if (now > time) {
      time = now
      // A random start in the lower half: the ids of two processes differ early, and there is room to count.
      counter = randomInt((maxCounter + 1) / 2)
    } else if (counter < maxCounter) {
      counter += 1
    } else {
      // The counter is full, or the clock went back: time is borrowed from the future, and the order stays.
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
  // The end of a random version 4 UUID has its two variant bits and the 62 random ones in the right place.
  const variantAndRandom = randomUUID().slice(19)
  return `${hex.slice(0, 8)}-${hex.slice(8)}-7${counter.toString(16).padStart(3, '0')}-${variantAndRandom}`
}
