// The fixture of the other tests: what it promises of leaks, and of signing in.

import { once } from 'node:events'
import { createServer } from 'node:net'
import { afterAll, describe, expect, it } from 'vitest'
import { demoPassword } from '../../prisma/seed.ts'
import { WhoAmIDocument } from '../support/gql/graphql.ts'
import { as, login, owner, turnMfaOn } from '../support/sign-in-steps.ts'
import { countHandles, expectNoLeak, useApp, watchForLeaks } from '../support/use-app.ts'

describe('a leak', () => {
  it('of a server is found', async () => {
    const before = countHandles()
    const server = createServer().listen(0, '127.0.0.1')
    await once(server, 'listening')
    await expect(expectNoLeak(before, 200)).rejects.toThrow('handles that were left open')
    server.close()
    await expectNoLeak(before)
  })

  it('of timers is found', async () => {
    const before = countHandles()
    // More than the test runner has itself, which come and go.
    const timers = Array.from({ length: 5 }, () => setInterval(() => {}, 60_000))
    await expect(expectNoLeak(before, 200)).rejects.toThrow('handles that were left open')
    for (const timer of timers) clearInterval(timer)
    await expectNoLeak(before)
  })

  it('of one of several is looked for once the last has stopped', async () => {
    const [endOuter, endInner] = [watchForLeaks(), watchForLeaks()]
    const server = createServer().listen(0, '127.0.0.1')
    await once(server, 'listening')
    // What is open may be the outer one's, which still runs.
    await endInner()
    server.close()
    await endOuter()
  })
})

describe('an app', () => {
  const before = countHandles()
  const app = useApp()
  afterAll(() => expect(app.url).toMatch(/^http:/))

  it('signs in without a password, and through the API', async () => {
    const asOwner = { viewer: { teamMember: { email: owner } } }
    expect(await (await app.signIn(owner)).request(WhoAmIDocument)).toEqual(asOwner)
    as('LoginSuccess', await login(app.anonymous, owner, { password: demoPassword }))
    await turnMfaOn(app)
    expect(await (await app.signIn(owner)).request(WhoAmIDocument)).toEqual(asOwner)
    as('VerificationRequired', await login(app.anonymous, owner))
    expect(countHandles().get('TCPServerWrap') ?? 0).toBeGreaterThan(before.get('TCPServerWrap') ?? 0)
  })
})
