// The watch over sessions: whoever holds a connection is told of its end once, for how many there are and whatever
// fails meanwhile.

import { afterEach, beforeEach, expect, it } from 'vitest'
import type { CurrentSession } from '../../src/identity/session.ts'
import { sessionsTopic } from '../../src/identity/session.ts'
import { createSessionWatch, type SessionWatch } from '../../src/identity/session-watch.ts'
import { memberId, type TestServices } from '../support/services.ts'
import { until } from '../support/until.ts'
import { useServices } from '../support/use-services.ts'

const email = 'owner@summitridge.example'

const services = useServices()
let statements = 0
let listeners = 0
let watch: SessionWatch
let told: [string, string][]
beforeEach(() => {
  statements = 0
  listeners = 0
  told = []
  const db: TestServices['db'] = new Proxy(services.db, {
    get: (target, name) => {
      if (name !== '$queryRaw') return Reflect.get(target, name)
      statements += 1
      return async (...query: Parameters<typeof target.$queryRaw>) => {
        const answer = await target.$queryRaw(...query)
        await hold?.()
        return answer
      }
    },
  })
  const events: TestServices['events'] = {
    ...services.events,
    subscribe(topic, wake) {
      listeners += 1
      const end = services.events.subscribe(topic, wake)
      return () => {
        listeners -= 1
        end()
      }
    },
  }
  watch = createSessionWatch({ ...services, db, events })
})
afterEach(() => watch.stop())

/** Keeps the next answer of the database back. */
let hold: (() => Promise<void>) | undefined
function holdAnswer() {
  const [read, released] = [Promise.withResolvers<void>(), Promise.withResolvers<void>()]
  hold = () => {
    hold = undefined
    read.resolve()
    return released.promise
  }
  return { read: read.promise, release: released.resolve }
}

const tell = (name: string) => (change: string) => void told.push([name, change])
const announce = () =>
  services.events.transact(services.db, async ({ announce }) => announce(sessionsTopic(memberId(email))))
const remove = ({ id }: CurrentSession) => services.db.session.delete({ where: { id } })

it('tells of an end that came before it was asked to watch', async () => {
  const session = await services.signIn(email)
  await remove(session)
  watch.watch(session, tell('late'))
  await until(() => expect(told).toEqual([['late', 'ended']]))
  expect(listeners).toBe(0)
})

it('tells whoever still listens, once, and then forgets the session', async () => {
  const [session, other] = [await services.signIn(email), await services.signIn(email)]
  const leave = watch.watch(session, tell('gone'))
  watch.watch(session, tell('there'))
  watch.watch(other, tell('other'))
  expect(listeners).toBe(2)
  leave()
  leave()
  await remove(session)
  await announce()
  await until(() => expect(told).toEqual([['there', 'ended']]))
  expect(listeners).toBe(1)
  await remove(other)
  // No hint: whoever looks by itself makes it known to all.
  await watch.look(other.id)
  expect(told).toEqual([
    ['there', 'ended'],
    ['other', 'ended'],
  ])
  expect(listeners).toBe(0)
})

it('looks again for whoever asks while a look is just about to end, however late', async () => {
  for (let turns = 0; turns < 20; turns++) {
    const session = await services.signIn(email)
    watch.watch(session, tell(`after ${turns}`))
    await watch.look(session.id)
    const held = holdAnswer()
    const looking = watch.look(session.id)
    await held.read
    await remove(session)
    held.release()
    for (let turn = 0; turn < turns; turn++) await null
    await watch.look(session.id)
    await looking
    expect(told.at(-1)).toEqual([`after ${turns}`, 'ended'])
  }
})

it('tells nobody of an error of the database, and looks again until it is over', async () => {
  const [session, other] = [await services.signIn(email), await services.signIn(email)]
  watch.watch(session, tell('ending'))
  watch.watch(other, tell('staying'))
  await watch.look(session.id)
  await services.pool.query('ALTER TABLE session RENAME TO session_gone')
  try {
    const before = statements
    await announce()
    await until(() => expect(statements).toBeGreaterThan(before + 1))
    expect(told).toEqual([])
    await services.pool.query('DELETE FROM session_gone WHERE id = $1', [session.id])
  } finally {
    await services.pool.query('ALTER TABLE session_gone RENAME TO session')
  }
  await until(() => expect(told).toEqual([['ending', 'ended']]))
  expect(listeners).toBe(1)
})

it('reads thousands of sessions that are woken at once by a few statements', async () => {
  const { rows } = await services.pool.query<CurrentSession>(
    `INSERT INTO session (id, team_member_id, token_hash, expires_at)
     SELECT gen_random_uuid(), $1, sha256(n::text::bytea), now() + interval '1 day' FROM generate_series(1, 5000) AS n
     RETURNING id, team_member_id AS "teamMemberId", true AS "sensitiveDataAccess"`,
    [memberId(email)],
  )
  for (const session of rows) watch.watch(session, tell(session.id))
  await Promise.all(rows.map(({ id }) => watch.look(id)))
  statements = 0
  await services.pool.query('DELETE FROM session WHERE team_member_id = $1', [memberId(email)])
  await announce()
  await until(() => expect(told).toHaveLength(5_000))
  expect(statements).toBeLessThan(10)
  expect(listeners).toBe(0)
})
