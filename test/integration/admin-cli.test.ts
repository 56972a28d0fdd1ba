// The operator's command line, beside a running server.

import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { PassThrough } from 'node:stream'
import { afterAll, beforeAll, expect, it, vi } from 'vitest'
import { demoPassword } from '../../prisma/seed.ts'
import { confirm } from '../../src/cli/admin/confirm.ts'
import { renderTable } from '../../src/cli/admin/table.ts'
import { type Inbox, startInbox } from '../../src/dev/inbox.ts'
import { startTestApp, type TestApp } from '../support/app.ts'
import { type Outcome, runAdmin, spawnCommand } from '../support/command.ts'
import { AcceptOperatorInvitationDocument, OperatorBellDocument } from '../support/gql/graphql.ts'
import { addTrustedDevice } from '../support/people.ts'
import { as, demoMember, finance, login, otherOwner, owner, turnMfaOn } from '../support/sign-in-steps.ts'
import { until } from '../support/until.ts'

// A command that is a process of its own is a second or two of work for one core.
vi.setConfig({ testTimeout: 120_000 })

let app: TestApp
let inbox: Inbox
let inboxServer: Server
beforeAll(async () => {
  app = await startTestApp()
  inbox = await startInbox()
  inboxServer = createServer(
    (request, response) => void inbox.handle(request, response, new URL(request.url ?? '', 'http://_')),
  )
  await new Promise<void>((resolve) => inboxServer.listen(0, '127.0.0.1', resolve))
})
afterAll(async () => {
  inboxServer.close()
  await inbox.stop()
  await app.stop()
})

const settings = (env: Record<string, string>) => ({
  DATABASE_URL: app.databaseUrl,
  DATA_DIR: app.dataDir,
  PUBLIC_URL: app.url,
  ...env,
})

/** Runs a command. There is no mail server unless one is given. */
const admin = (args: string[], env: Record<string, string> = {}) => runAdmin(args, settings(env))

/** The same as a process of its own: each command once. */
const adminProcess = (args: string[], env: Record<string, string> = {}) =>
  spawnCommand('admin.ts', args, settings(env)).ended

const withMail = () => ({ SMTP_URL: inbox.smtpUrl })
const done = (...lines: string[]): Outcome => ({ exitCode: 0, stdout: lines.join(''), stderr: '' })
const failed = (line: string): Outcome => ({ exitCode: 1, stdout: '', stderr: `${line}\n` })

async function mailsTo(address: string) {
  const { port } = inboxServer.address() as AddressInfo
  const response = await fetch(
    `http://127.0.0.1:${port}/inbox/messages.json?to=${encodeURIComponent(address)}`,
  )
  return (await response.json()) as { subject: string; text: string }[]
}

/** The text of the notice of a command, which a worker sends: here the app, to its own inbox. */
const noticeTo = (address: string, subject: string): Promise<string> =>
  until(async () => {
    const mail = (await app.mailsTo(address)).find((sent) => sent.subject === subject)
    return mail?.text ?? Promise.reject(new Error(`no mail about: ${subject}`))
  })

/** Everything that a command could change. */
const state = async () => ({
  accounts: await app.db.account.findMany({ orderBy: { id: 'asc' } }),
  members: await app.db.teamMember.findMany({ orderBy: { id: 'asc' } }),
  devices: await app.db.trustedDevice.findMany({ orderBy: { id: 'asc' } }),
  links: await app.db.mailedLink.findMany({ orderBy: { id: 'asc' } }),
  events: await app.db.auditEvent.count(),
})

/** What the operator did since `after` events, oldest first. */
const operatorEvents = (after: number) =>
  app.db.auditEvent.findMany({
    skip: after,
    orderBy: { id: 'asc' },
    omit: { id: true, at: true, ipAddress: true, userAgent: true },
  })

const event = (
  action: string,
  { accountId, type, id }: { accountId: string; type: string; id: string },
  details = {},
) => ({
  action,
  accountId,
  actorId: null,
  subjectType: type,
  subjectId: id,
  details: { ...details, by: 'operator' },
})

const about = (email: string) => {
  const { accountId, id } = demoMember(email)
  return { accountId, type: 'team_member', id }
}

const memberOf = (email: string) => app.db.teamMember.findUniqueOrThrow({ where: { email } })

it('makes an account, whose first Super Admin accepts the invitation and signs in', async () => {
  const { events } = await state()
  const args = ['create-account', 'Cedar Point', '--email', 'Ada@Cedar.example', '--name', 'Ada Lind']
  const { exitCode, stdout, stderr } = await adminProcess(args, withMail())
  expect([exitCode, stderr]).toEqual([0, ''])
  const said =
    /^Created the account Cedar Point, with Ada Lind <ada@cedar\.example> as its first Super Admin\.\nThe invitation was mailed to ada@cedar\.example\.\nIt works once, within 7 days:\n(\S+\/accept-invitation#([\w-]{43}))\n$/.exec(
      stdout,
    )
  expect(said).not.toBe(null)
  const [, url = '', token = ''] = said ?? []
  expect(url).toBe(`${app.url}/accept-invitation#${token}`)
  expect((await mailsTo('ada@cedar.example'))[0]?.text).toContain(url)

  const ada = await memberOf('ada@cedar.example')
  const subject = { accountId: ada.accountId, type: 'team_member', id: ada.id }
  expect(ada).toMatchObject({ status: 'INVITED', role: 'SUPER_ADMIN', sensitiveDataAccess: true })
  expect(await operatorEvents(events)).toEqual([
    event('account.created', { accountId: ada.accountId, type: 'account', id: ada.accountId }),
    event('team_member.invited', subject, { role: 'SUPER_ADMIN', again: false }),
    event('sensitive_data_access.granted', subject),
  ])

  const { acceptInvitation } = await app.anonymous.request(AcceptOperatorInvitationDocument, {
    input: { token, password: 'correct horse battery staple' },
  })
  expect(acceptInvitation).toEqual({
    __typename: 'AcceptInvitationSuccess',
    teamMember: {
      name: 'Ada Lind',
      email: 'ada@cedar.example',
      role: 'SUPER_ADMIN',
      sensitiveDataAccess: true,
      status: 'ACTIVE',
      emailVerified: true,
    },
  })
  const password = 'correct horse battery staple'
  as('LoginSuccess', await login(app.anonymous, 'ada@cedar.example', { password }))
})

it('prints the link where it cannot mail it', async () => {
  const args = ['create-account', 'No Mail', '--email', 'nomail@cedar.example', '--name', 'No Mail']
  const link = new RegExp(`It works once, within 7 days:\n${app.url}/accept-invitation#[\\w-]{43}\n$`)
  const { exitCode, stdout } = await admin(args)
  expect(exitCode).toBe(0)
  expect(stdout).toContain(
    'No mail was sent to nomail@cedar.example (check SMTP_URL). Hand over the link yourself, and to no one else.\n',
  )
  expect(stdout).toMatch(link)
})

it.each([
  [
    'an account of this name',
    ['create-account', 'Summit Ridge Capital', '--email', 'new@cedar.example', '--name', 'New'],
    'An account named "Summit Ridge Capital" already exists. Choose another name.',
  ],
  [
    'a member of this email',
    ['create-account', 'Other', '--email', 'FINANCE@summitridge.example', '--name', 'New'],
    'finance@summitridge.example is already a team member of an account. Choose another address.',
  ],
  [
    'no email address',
    ['create-account', 'Other', '--email', 'nonsense', '--name', 'New'],
    "error: option '--email <address>' argument 'nonsense' is invalid. Write an email address like name@example.com.",
  ],
  [
    'a name that is none',
    ['create-account', ' ', '--email', 'new@cedar.example', '--name', 'New'],
    "error: command-argument value ' ' is invalid for argument 'name'. Use 1 to 200 characters, on one line.",
  ],
  [
    'no account of the name',
    ['list-members', 'Nowhere'],
    'There is no account named "Nowhere". The command list-accounts shows all accounts.',
  ],
  [
    'nobody of the email',
    ['deactivate', 'nobody@cedar.example', '--yes'],
    'No member has the email nobody@cedar.example. The command list-members "ACCOUNT" shows the members of an account.',
  ],
  [
    'neither',
    ['disable-mfa', 'Nowhere', '--yes'],
    'There is no account named "Nowhere", and no member with that email. The command list-accounts shows all accounts.',
  ],
  ['no such command', ['frobnicate'], "error: unknown command 'frobnicate'"],
  [
    'the last one who grants access',
    ['revoke-sensitive-access', owner, '--yes'],
    'This is the last Super Admin with Sensitive Data Access. Grant it to another active Super Admin first.',
  ],
  [
    'the last one who grants access, deactivated',
    ['deactivate', otherOwner, '--yes'],
    'This is the last Super Admin with Sensitive Data Access. Grant it to another active Super Admin first.',
  ],
])('changes nothing, and says what to do: %s', async (_, args, message) => {
  const before = await state()
  expect(await admin(args)).toEqual(failed(message))
  expect(await state()).toEqual(before)
})

it('says so when the database cannot be reached, or the configuration is wrong', async () => {
  expect(
    await adminProcess(['list-accounts'], { DATABASE_URL: 'postgresql://postgres@localhost:1/nowhere' }),
  ).toEqual(failed('The database cannot be reached (ECONNREFUSED): check DATABASE_URL.'))
  expect(await admin(['list-accounts'], { SMTP_URL: 'mail.internal' })).toEqual(
    failed(
      'The configuration is not valid:\n  - SMTP_URL must be a URL that begins with smtp:// or smtps://',
    ),
  )
})

it('lists accounts and members', async () => {
  const accounts = await adminProcess(['list-accounts'])
  expect(accounts.stdout.split('\n').slice(0, 3)).toEqual([
    'NAME                   MEMBERS  MFA  REMEMBER ME  CREATED',
    expect.stringMatching(/^Cedar Point {12}1 {8}off {2}allowed {6}\d{4}-\d\d-\d\d$/),
    expect.stringMatching(/^Harbor Point Partners {2}1 {8}off {2}allowed {6}\d{4}-\d\d-\d\d$/),
  ])
  expect(await adminProcess(['list-members', 'Summit Ridge Capital'])).toEqual(
    done(
      'NAME              EMAIL                          VERIFIED  ROLE         DATA ACCESS  STATUS\n',
      'Daniel Whitfield  finance@summitridge.example    yes       ADMIN        yes          ACTIVE\n',
      'Inês Carvalho     relations@summitridge.example  yes       ADMIN        no           ACTIVE\n',
      'Margaret Okafor   owner@summitridge.example      yes       SUPER_ADMIN  yes          ACTIVE\n',
      'Tomasz Zieliński  analyst@summitridge.example    no        VIEWER       no           ACTIVE\n',
    ),
  )
  expect(renderTable(['NAME'], [['a\u001b[31mb\nc\u202e']])).toBe('NAME\na[31mbc')
})

it('grants Sensitive Data Access, and takes it away', async () => {
  const relations = 'relations@summitridge.example'
  const { id, name } = demoMember(relations)
  await addTrustedDevice(app, id)
  const { events } = await state()
  expect(await adminProcess(['grant-sensitive-access', 'Relations@SummitRidge.example', '--yes'])).toEqual(
    done(
      `${name} has Sensitive Data Access now. Their remembered devices were reset.\n`,
      `${name} will be told by email.\n`,
    ),
  )
  expect((await memberOf(relations)).sensitiveDataAccess).toBe(true)
  expect(await app.db.trustedDevice.count({ where: { teamMemberId: id } })).toBe(0)
  const mail = await noticeTo(relations, 'You were given Sensitive Data Access')
  expect(mail).toContain('The operator of the portal gave you access to full tax ids and bank details.')
  expect(await admin(['grant-sensitive-access', relations])).toEqual(
    done(`${name} already has Sensitive Data Access.\n`),
  )

  expect(await adminProcess(['revoke-sensitive-access', relations, '--yes'])).toEqual(
    done(`${name} no longer has Sensitive Data Access.\n`, `${name} will be told by email.\n`),
  )
  expect((await memberOf(relations)).sensitiveDataAccess).toBe(false)
  expect(await admin(['revoke-sensitive-access', relations])).toEqual(
    done(`${name} does not have Sensitive Data Access.\n`),
  )
  expect(await operatorEvents(events)).toEqual([
    event('sensitive_data_access.granted', about(relations)),
    event('sensitive_data_access.revoked', about(relations)),
  ])
})

it('turns MFA off for an account: codes and remembered devices are gone, and its members are told', async () => {
  await turnMfaOn(app, owner)
  await turnMfaOn(app, otherOwner)
  await addTrustedDevice(app, demoMember(owner).id)
  await addTrustedDevice(app, demoMember(otherOwner).id)
  as('VerificationRequired', await login(app.anonymous, owner))
  const { events } = await state()
  expect(await adminProcess(['disable-mfa', finance, '--yes'])).toEqual(
    done(
      'Multi-factor authentication is off in Summit Ridge Capital. Remembered devices were reset. A member with Sensitive Data Access can turn it on again.\n',
      'The team will be told by email.\n',
    ),
  )
  as('LoginSuccess', await login(app.anonymous, owner))
  as('VerificationRequired', await login(app.anonymous, otherOwner))
  expect(await app.db.trustedDevice.findMany({ select: { teamMemberId: true } })).toEqual([
    { teamMemberId: demoMember(otherOwner).id },
  ])
  const { accountId } = demoMember(owner)
  const setting = (enabled: boolean) => ({ enabled, rememberMeAllowed: true })
  const [disabled] = await operatorEvents(events)
  expect(disabled).toEqual(
    event(
      'mfa_settings.changed',
      { accountId, type: 'account', id: accountId },
      { from: setting(true), to: setting(false) },
    ),
  )
  expect(await app.db.account.findUniqueOrThrow({ where: { id: accountId } })).toMatchObject({
    mfaUpdatedAt: expect.any(Date),
    mfaUpdatedById: null,
  })
  for (const email of [owner, finance, 'relations@summitridge.example', 'analyst@summitridge.example']) {
    expect(await noticeTo(email, 'How your account signs in was changed')).toContain(
      'The operator of the portal turned multi-factor authentication off, for everybody in your account.',
    )
  }
  const toOther = (await app.mailsTo(otherOwner)).map(({ subject }) => subject)
  expect(toOther).not.toContain('How your account signs in was changed')
  expect(await admin(['disable-mfa', 'Summit Ridge Capital'])).toEqual(
    done('Multi-factor authentication is already off in Summit Ridge Capital.\n'),
  )
  await app.db.account.updateMany({ data: { mfaEnabled: false } })
})

it('deactivates a member, whose live streams end, and takes them back without access', async () => {
  const member = await app.signIn(finance)
  const bell = await member.subscribe(OperatorBellDocument)
  const ended = expect(bell.next()).rejects.toThrow('The socket was closed: 4401')
  await addTrustedDevice(app, demoMember(finance).id)
  const { events } = await state()
  expect(await adminProcess(['deactivate', finance, '--yes'])).toEqual(
    done('Daniel Whitfield is deactivated and signed out everywhere.\n'),
  )
  await ended
  await bell.stop()
  expect(await memberOf(finance)).toMatchObject({ status: 'DEACTIVATED', sensitiveDataAccess: false })
  expect(await app.db.session.count({ where: { teamMemberId: demoMember(finance).id } })).toBe(0)
  expect(await app.db.trustedDevice.count({ where: { teamMemberId: demoMember(finance).id } })).toBe(0)
  expect((await login(app.anonymous, finance)).__typename).toBe('InvalidCredentialsError')
  expect(await admin(['deactivate', finance])).toEqual(done('Daniel Whitfield is already deactivated.\n'))
  expect(await admin(['grant-sensitive-access', finance, '--yes'])).toEqual(
    failed('Reactivate this member before granting Sensitive Data Access.'),
  )

  expect(await adminProcess(['reactivate', finance])).toEqual(
    done(
      'Daniel Whitfield can sign in again with their old password. They do not have Sensitive Data Access.\n',
    ),
  )
  expect(await admin(['reactivate', finance])).toEqual(done('Daniel Whitfield is not deactivated.\n'))
  const { sensitiveDataAccess } = await memberOf(finance)
  expect(sensitiveDataAccess).toBe(false)
  as('LoginSuccess', await login(app.anonymous, finance, { password: demoPassword }))
  expect((await operatorEvents(events)).filter(({ details }) => JSON.stringify(details) !== '{}')).toEqual([
    event('team_member.deactivated', about(finance), { was: 'ACTIVE' }),
    event('sensitive_data_access.revoked', about(finance)),
    event('team_member.reactivated', about(finance), { status: 'ACTIVE' }),
    expect.objectContaining({ action: 'login.succeeded' }),
  ])
})

it('takes nobody back whom MFA would lock out, and invites anew who never accepted', async () => {
  await turnMfaOn(app)
  await app.db.teamMember.update({
    where: { email: finance },
    data: { status: 'DEACTIVATED', emailVerifiedAt: null },
  })
  const before = await state()
  expect(await admin(['reactivate', finance])).toEqual(
    failed(
      'Multi-factor authentication is on, and this member never verified their email: they would be locked out. Turn it off with disable-mfa first, until they have verified it.',
    ),
  )
  expect(await state()).toEqual(before)

  await app.db.teamMember.update({ where: { email: finance }, data: { passwordHash: null } })
  const { exitCode, stdout } = await admin(['reactivate', finance], withMail())
  expect(exitCode).toBe(0)
  expect(stdout).toMatch(
    /^Daniel Whitfield is invited again\. They do not have Sensitive Data Access\.\nThe invitation was mailed to finance@summitridge\.example\.\nIt works once, within 7 days:\n\S+\/accept-invitation#[\w-]{43}\n$/,
  )
  expect((await memberOf(finance)).status).toBe('INVITED')
})

it.each([
  [
    'grant-sensitive-access',
    'analyst@summitridge.example',
    'will see and export full tax ids and bank accounts.',
  ],
  ['revoke-sensitive-access', owner, 'will no longer see or export full tax ids and bank accounts.'],
  ['deactivate', 'analyst@summitridge.example', 'will be signed out everywhere and cannot sign in again.'],
  ['disable-mfa', owner, 'will sign in with their password alone.'],
])(
  'asks before it does this, and where there is no terminal changes nothing: %s',
  async (command, email, what) => {
    await turnMfaOn(app)
    const before = await state()
    const { exitCode, stdout, stderr } = await admin([command, email])
    expect([exitCode, stdout]).toEqual([1, ''])
    expect(stderr).toMatch(/^[^\n]+\n$/)
    expect(stderr).toContain(
      `${what} There is no terminal to confirm this on, so nothing was changed. Add --yes to do it.`,
    )
    expect(await state()).toEqual(before)
  },
)

it('goes on when the name is typed, and not when another one is', async () => {
  const ask = async (typed: string) => {
    const input = Object.assign(new PassThrough(), { isTTY: true })
    const output = new PassThrough()
    const asked = confirm('This will happen.', 'Inês Carvalho', false, { input, output })
    input.write(`${typed}\n`)
    await asked
    return String(output.read())
  }
  const prompt = 'This will happen.\nType "Inês Carvalho" to continue: '
  expect(await ask('Inês Carvalho')).toBe(prompt)
  expect(await ask('  Ine\u0302s Carvalho ')).toBe(prompt)
  for (const typed of ['', 'y', 'yes', 'Ines Carvalho', 'Margaret Okafor']) {
    await expect(ask(typed)).rejects.toThrow('The name does not match, so nothing was changed.')
  }
})

it('explains itself', async () => {
  const { exitCode, stdout } = await adminProcess(['--help'])
  expect(exitCode).toBe(0)
  expect(stdout).toContain(
    '  list-accounts                              show every account, and whether MFA is on',
  )
  const help = await admin(['create-account', '--help'])
  expect(help.stdout).toContain(
    'npm run admin -- create-account "Summit Ridge Capital" --email margaret@summitridge.example --name "Margaret Okafor"',
  )
})
