// The operator's command line, beside a running server: accounts, refusals, and what it explains.

import { PassThrough } from 'node:stream'
import { expect, it } from 'vitest'
import { confirm } from '../../src/cli/admin/confirm.ts'
import { renderTable } from '../../src/cli/admin/table.ts'
import { AcceptOperatorInvitationDocument } from '../support/gql/graphql.ts'
import { done, eventsAfter, failed, operatorEvent, readState, useOperator } from '../support/operator.ts'
import { as, login, otherOwner, owner } from '../support/sign-in-steps.ts'
import { useApp } from '../support/use-app.ts'

const app = useApp()
const { admin, adminProcess, mailsTo, withMail } = useOperator(app)

const memberOf = (email: string) => app.db.teamMember.findUniqueOrThrow({ where: { email } })

it('makes an account, whose first Super Admin accepts the invitation and signs in', async () => {
  const { events } = await readState(app)
  const args = ['create-account', 'Cedar Point', '--email', 'Ada@Cedar.example', '--name', 'Ada Lind']
  const { exitCode, stdout, stderr } = await adminProcess(args, withMail())
  expect([exitCode, stderr]).toEqual([0, ''])
  const said =
    /^Created the account Cedar Point, with Ada Lind <ada@cedar\.example> as its first Super Admin\.\nThe invitation was emailed to ada@cedar\.example\.\nThe link works once, within 7 days:\n(\S+\/accept-invitation#([\w-]{43}))\n$/.exec(
      stdout,
    )
  expect(said).not.toBe(null)
  const [, url = '', token = ''] = said ?? []
  expect(url).toBe(`${app.url}/accept-invitation#${token}`)
  expect((await mailsTo('ada@cedar.example'))[0]?.text).toContain(url)

  const ada = await memberOf('ada@cedar.example')
  const subject = { accountId: ada.accountId, type: 'team_member', id: ada.id }
  expect(ada).toMatchObject({ status: 'INVITED', role: 'SUPER_ADMIN', sensitiveDataAccess: true })
  expect(await eventsAfter(app, events)).toEqual([
    operatorEvent('account.created', { accountId: ada.accountId, type: 'account', id: ada.accountId }),
    operatorEvent('team_member.invited', subject, { role: 'SUPER_ADMIN', again: false }),
    operatorEvent('sensitive_data_access.granted', subject),
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
  const link = new RegExp(`The link works once, within 7 days:\n${app.url}/accept-invitation#[\\w-]{43}\n$`)
  const { exitCode, stdout } = await admin(args)
  expect(exitCode).toBe(0)
  expect(stdout).toContain(
    'No mail was sent to nomail@cedar.example (check SMTP_URL). Give the link to this person yourself, and to no one else.\n',
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
    "error: option '--email <address>' argument 'nonsense' is invalid. Use an email address such as name@example.com.",
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
  const before = await readState(app)
  expect(await admin(args)).toEqual(failed(message))
  expect(await readState(app)).toEqual(before)
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
