// Signing in with email and password, where the account has MFA off.

import { afterEach, describe, expect, it } from 'vitest'
import { demoPassword } from '../../prisma/seed.ts'
import { createClient } from '../support/client.ts'
import { LogInDocument, LogOutDocument, WhoAmIDocument } from '../support/gql/graphql.ts'
import { cookiePair, cookieValue, post } from '../support/http.ts'
import { testPasswords } from '../support/passwords.ts'
import { as, finance, login } from '../support/sign-in-steps.ts'
import { dumpDatabase, formsOf, sessionOf } from '../support/stored-tokens.ts'
import { useApp, useServer } from '../support/use-app.ts'

const email = 'owner@summitridge.example'
const input = { email, password: demoPassword }
const asOwner = { data: { viewer: { teamMember: { email } } } }
const asNobody = { data: { viewer: null } }

const app = useApp()
const secure = useServer(() => app, { publicUrl: 'https://portal.example.com' })
afterEach(async () => {
  await app.db.rateLimit.deleteMany()
})

const countSessions = () => app.db.session.count()

describe('a browser', () => {
  it('gets its session in a cookie that no script can read, and never in a body', async () => {
    const { status, cookies, text, json } = await post(app.url, LogInDocument, { input })
    expect(status).toBe(200)
    expect(cookies).toEqual([
      expect.stringMatching(/^vestibule_session=[\w-]{43}; Path=\/; SameSite=Lax; HttpOnly$/),
    ])
    expect(json.data.login).toMatchObject({
      __typename: 'LoginSuccess',
      sessionToken: null,
      trustedDeviceToken: null,
      viewer: { teamMember: { email } },
    })
    expect(text).not.toContain(cookieValue(cookies[0]))
    const viewer = await post(app.url, WhoAmIDocument, {}, { cookie: cookiePair(cookies[0]) })
    expect(viewer.json).toEqual(asOwner)
    expect(viewer.cookies).toEqual([])
  })

  it('gets over https a cookie that is tied to this host, and no other one is taken', async () => {
    const { cookies } = await post(secure.url, LogInDocument, { input })
    expect(cookies).toEqual([
      expect.stringMatching(/^__Host-vestibule_session=[\w-]{43}; Path=\/; Secure; SameSite=Lax; HttpOnly$/),
    ])
    const token = cookieValue(cookies[0])
    const ask = (cookie: string) => post(secure.url, WhoAmIDocument, {}, { cookie })
    expect((await ask(cookiePair(cookies[0]))).json).toEqual(asOwner)
    expect((await ask(`vestibule_session=${token}`)).json).toEqual(asNobody)
  })

  it('loses its cookie and its session by logging out, and nothing else', async () => {
    const other = await app.signIn(email)
    const { cookies } = await post(app.url, LogInDocument, { input })
    const cookie = cookiePair(cookies[0])
    const before = await countSessions()
    const out = await post(app.url, LogOutDocument, {}, { cookie })
    expect(out.json).toEqual({ data: { logout: { __typename: 'LogoutSuccess', ok: true } } })
    expect(out.cookies).toEqual([
      'vestibule_session=; Path=/; Expires=Thu, 01 Jan 1970 00:00:00 GMT; SameSite=Lax; HttpOnly',
    ])
    expect(await countSessions()).toBe(before - 1)
    expect((await post(app.url, WhoAmIDocument, {}, { cookie })).json).toEqual(asNobody)
    expect(await createClient(app.url, cookieValue(cookies[0])).send(WhoAmIDocument)).toEqual(asNobody)
    expect(await other.send(WhoAmIDocument)).toEqual(asOwner)
  })
})

describe('a mobile client', () => {
  it('gets its token in the body, and no cookie', async () => {
    const { cookies, json } = await post(app.url, LogInDocument, {
      input: { ...input, sessionTransport: 'BEARER' },
    })
    expect(cookies).toEqual([])
    expect(json.data.login.sessionToken).toMatch(/^[\w-]{43}$/)
    expect(json.data.login.trustedDeviceToken).toBeNull()
    expect(await createClient(app.url, json.data.login.sessionToken).send(WhoAmIDocument)).toEqual(asOwner)
  })

  it('logs out; doing so again, or without a session, is no error and changes nothing', async () => {
    const other = await app.signIn(email)
    const client = await app.signIn(email)
    const done = { data: { logout: { __typename: 'LogoutSuccess', ok: true } } }
    expect(await client.send(LogOutDocument)).toEqual(done)
    expect(await client.send(WhoAmIDocument)).toEqual(asNobody)
    const before = await countSessions()
    expect(await client.send(LogOutDocument)).toEqual(done)
    expect(await app.anonymous.send(LogOutDocument)).toEqual(done)
    expect(await countSessions()).toBe(before)
    expect(await other.send(WhoAmIDocument)).toEqual(asOwner)
  })
})

describe('a sign-in', () => {
  it('makes one session, whose token is stored as a hash and found nowhere else', async () => {
    const before = await countSessions()
    const token = as('LoginSuccess', await login(app.anonymous, email)).sessionToken ?? ''
    expect(await countSessions()).toBe(before + 1)
    expect((await sessionOf(app, token)).teamMemberId).toBe('01970000-0000-7000-8001-000000000001')
    const everything = (await dumpDatabase(app.pool)) + app.logs.join('')
    expect(everything).toContain('owner@summitridge.example')
    for (const form of [...formsOf(token), demoPassword]) expect(everything).not.toContain(form)
  })

  it('notes the browser, cut to 400 characters, and the address', async () => {
    const { json } = await post(app.url, LogInDocument, { input }, { 'user-agent': 'x'.repeat(500) })
    expect(json.data.login.viewer.session).toEqual({
      current: true,
      userAgent: 'x'.repeat(400),
      ipAddress: '127.0.0.1',
    })
  })

  it.each(['OWNER@SummitRidge.Example', '  owner@summitridge.example\n'])(
    'takes the email in any case: %j',
    async (written) => {
      expect(await login(app.anonymous, written)).toMatchObject({
        __typename: 'LoginSuccess',
        viewer: { teamMember: { email } },
      })
    },
  )
})

describe('a sign-in that is refused', () => {
  const refused = {
    data: {
      login: {
        __typename: 'InvalidCredentialsError',
        code: 'INVALID_CREDENTIALS',
        message: 'Incorrect email or password.',
      },
    },
  }
  const invited = 'analyst@summitridge.example'
  const deactivated = 'relations@summitridge.example'

  it('answers the same for whatever is wrong, and leaves nothing behind', async () => {
    await app.pool.query(
      `UPDATE team_member SET status = 'INVITED', password_hash = NULL WHERE email = '${invited}'`,
    )
    await app.pool.query(`UPDATE team_member SET status = 'DEACTIVATED' WHERE email = '${deactivated}'`)
    const before = await countSessions()
    const wrong = [
      { email, password: 'violet-harbor-quilt-93' },
      { email: 'nobody@summitridge.example', password: demoPassword },
      { email: deactivated, password: demoPassword },
      { email: invited, password: demoPassword },
      { email: invited, password: '' },
      { email: '', password: '' },
    ]
    const answers = []
    for (const each of wrong) answers.push(await post(app.url, LogInDocument, { input: each }))
    for (const { status, cookies, json } of answers) {
      expect({ status, cookies, json }).toEqual({ status: 200, cookies: [], json: refused })
    }
    expect(new Set(answers.map(({ text }) => text)).size).toBe(1)
    expect(await countSessions()).toBe(before)
    expect([await app.mailsTo(email), await secure.mailsTo(email)]).toEqual([[], []])
  })

  it('looks at a password whole: nothing is trimmed, folded or cut', async () => {
    const long = ` ${'Pä'.repeat(63)} `
    expect(long).toHaveLength(128)
    const { id } = await app.db.teamMember.findUniqueOrThrow({
      where: { email: finance },
    })
    await app.db.teamMember.update({ where: { id }, data: { passwordHash: await testPasswords.hash(long) } })
    const before = await countSessions()
    for (const password of [long.trim(), long.toLowerCase(), long.slice(0, 127), `${long}x`]) {
      as('InvalidCredentialsError', await login(app.anonymous, finance, { password }))
    }
    for (const password of [`${demoPassword} `, ` ${demoPassword}`, demoPassword.toUpperCase()]) {
      as('InvalidCredentialsError', await login(app.anonymous, email, { password }))
    }
    expect(await countSessions()).toBe(before)
    as('LoginSuccess', await login(app.anonymous, finance, { password: long }))
  })

  it.each(['a\0b', 'a\0@example.com', '', '\ud800@example.com', 'x'.repeat(50_000)])(
    'takes what is no email for that of nobody',
    async (email) => {
      expect((await login(app.anonymous, email)).__typename).toBe('InvalidCredentialsError')
    },
  )
})
