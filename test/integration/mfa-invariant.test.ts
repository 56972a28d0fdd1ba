// Whatever a team does at the same moment: while MFA is on, nobody active has an unverified email (they would be
// locked out), and somebody is left who can grant Sensitive Data Access.

import { expect, it } from 'vitest'
import { demoAccounts, demoPassword } from '../../prisma/seed.ts'
import { acceptInvitation } from '../../src/account/invitations/accept-invitation.ts'
import { inviteTeamMember } from '../../src/account/invitations/invite-team-member.ts'
import { updateMfaSettings } from '../../src/account/mfa/update-mfa-settings.ts'
import { deactivateTeamMember } from '../../src/account/team/deactivate-team-member.ts'
import { reactivateTeamMember } from '../../src/account/team/reactivate-team-member.ts'
import { setSensitiveDataAccess } from '../../src/account/team/set-sensitive-data-access.ts'
import { setTeamMemberRole } from '../../src/account/team/set-team-member-role.ts'
import { changeEmail } from '../../src/auth/email/change-email.ts'
import { sendEmailVerification } from '../../src/auth/email/send-email-verification.ts'
import { verifyEmail } from '../../src/auth/email/verify-email.ts'
import { beginSession } from '../../src/auth/sign-in/begin-session.ts'
import { login } from '../../src/auth/sign-in/login.ts'
import { findPendingSignIn, verifyCode } from '../../src/auth/sign-in/verify-code.ts'
import type { Actor } from '../../src/identity/actor.ts'
import { ExpectedError } from '../../src/platform/errors.ts'
import { createEvents } from '../../src/platform/events/events.ts'
import type { Mail } from '../../src/platform/mail/mail.ts'
import { useServices } from '../support/use-services.ts'

const rounds = 200
const atOnce = 5
const largestTeam = 12
const accountId = demoAccounts[0].id
const client = { ipAddress: null, userAgent: null }
const roles = ['SUPER_ADMIN', 'ADMIN', 'VIEWER'] as const

const base = useServices()

type Member = Awaited<ReturnType<typeof readTeam>>[number]
type Operation = {
  run(actor: Actor, target: Member): Promise<unknown>
  /** Who is likely to succeed, and whom it is likely to matter for. */
  by?: (member: Member) => boolean
  of?: (member: Member) => boolean
}

/** Some rounds try everything, the others what can break one of the two rules. */
const themes = [
  ['turnMfaOn', 'turnMfaOff', 'reactivate', 'inviteAndAccept', 'changeEmail', 'verifyEmail', 'signIn'],
  ['turnMfaOn', 'reactivate', 'verifyEmail', 'deactivate'],
  ['grant', 'revoke', 'revoke', 'setRole', 'deactivate'],
]

it(`holds after each of ${rounds} rounds of ${atOnce} random changes at once`, {
  timeout: 120_000,
}, async () => {
  const seed = Number(process.env.INVARIANT_SEED ?? Date.now() % 1_000_000)
  const random = createRandom(seed)
  const operations = createOperations(createServices(), random)
  const names = Object.keys(operations)
  const succeeded = new Set<string>()

  for (let round = 1; round <= rounds; round++) {
    await prepare(round)
    const team = await readTeam()
    const theme = pick(random, [names, ...themes])
    const chosen = Array.from({ length: atOnce }, () => choose(random, operations, pick(random, theme), team))
    const outcomes = await Promise.all(chosen.map(attempt))
    const story = chosen.map(
      ({ name, actor, target }, index) => `${name} by ${actor.email} of ${target.email}: ${outcomes[index]}`,
    )
    expect(await findViolations(), `seed ${seed}, round ${round}:\n${story.join('\n')}`).toEqual([])
    for (const [index, { name }] of chosen.entries()) if (outcomes[index] === 'done') succeeded.add(name)
  }
  // Nothing was tried in vain.
  expect([...succeeded].sort(), `seed ${seed}`).toEqual(names.sort())
})

type Choice = { name: string; operation: Operation; actor: Member; target: Member }

function choose(
  random: () => number,
  operations: Record<string, Operation>,
  name: string,
  team: Member[],
): Choice {
  const operation = operations[name]
  if (!operation) throw new Error(`There is no operation ${name}`)
  const likely = (members: Member[], filter: Operation['by']) => {
    const fitting = filter && random() < 0.9 ? members.filter(filter) : []
    return pick(random, fitting.length > 0 ? fitting : members)
  }
  const active = team.filter(({ status }) => status === 'ACTIVE')
  return { name, operation, actor: likely(active, operation.by), target: likely(team, operation.of) }
}

/** Signs the actor in and lets them try. What is expected to be refused may be; anything else fails the test. */
async function attempt({ operation, actor, target }: Choice): Promise<string> {
  try {
    const begun = await base.db.$transaction((tx) => beginSession(tx, actor.id, { kind: 'code' }, client))
    if (begun.outcome !== 'signed-in') return 'not signed in'
    await operation.run({ session: begun.session, client }, target)
    return 'done'
  } catch (error) {
    if (error instanceof ExpectedError) return error.code
    throw error
  }
}

/** What must never be, however briefly: a line for each. */
async function findViolations(): Promise<string[]> {
  const account = await base.db.account.findUniqueOrThrow({ where: { id: accountId } })
  const team = await readTeam()
  const active = team.filter(({ status }) => status === 'ACTIVE')
  const lockedOut = active.filter(({ emailVerifiedAt }) => account.mfaEnabled && emailVerifiedAt === null)
  return [
    ...lockedOut.map(({ email }) => `${email} is locked out`),
    ...(active.some(grants) ? [] : ['nobody can grant Sensitive Data Access']),
  ]
}

const readTeam = () => base.db.teamMember.findMany({ where: { accountId }, orderBy: { id: 'asc' } })

/**
 * Lets there be somebody deactivated who never verified their email, as an account has before it first turns MFA on;
 * and forgets how often things were tried, which in reality are hours apart.
 */
async function prepare(round: number): Promise<void> {
  await base.db.rateLimit.deleteMany({ where: { NOT: { key: { startsWith: 'notice:' } } } })
  await base.db.challenge.deleteMany()
  const team = await readTeam()
  if (team.length >= largestTeam || team.some(({ emailVerifiedAt }) => emailVerifiedAt === null)) return
  const { passwordHash } = await base.db.teamMember.findFirstOrThrow({ where: { accountId } })
  const email = `dormant${round}@summitridge.example`
  await base.db.teamMember.create({
    data: { accountId, email, name: email, role: 'VIEWER', status: 'DEACTIVATED', passwordHash },
  })
}

function createServices() {
  const mails: Mail[] = []
  const mailer = {
    send: async (mail: Mail) => {
      mails.push(mail)
      return 'sent' as const
    },
    close: async () => {},
  }
  const events = createEvents({ start: async () => {}, stop: async () => {} })
  return { ...base, events, mailer, mails }
}

function createOperations(services: ReturnType<typeof createServices>, random: () => number) {
  let addresses = 0
  const found = (address: string, pattern: RegExp) =>
    services.mails
      .filter(({ to }) => to === address)
      .map(({ text }) => pattern.exec(text)?.[1])
      .findLast((match) => match !== undefined) ?? ''
  const codeTo = (address: string) => found(address, /^ {4}(\d{6})$/m)
  const bearer = { sessionTransport: 'BEARER' as const, trustedDeviceTokens: [] }

  return {
    turnMfaOn: {
      by: mayUse,
      run: (actor) => updateMfaSettings(services, actor, { enabled: true, rememberMeAllowed: null }),
    },
    turnMfaOff: {
      by: mayUse,
      run: (actor) => updateMfaSettings(services, actor, { enabled: false, rememberMeAllowed: null }),
    },
    inviteAndAccept: {
      by: manages,
      run: async (actor) => {
        const email = `invited${++addresses}@summitridge.example`
        await inviteTeamMember(services, actor, { email, name: email, role: pick(random, roles) })
        const token = found(email, /#([\w-]{43})/)
        await acceptInvitation(services, { token, password: demoPassword }, client)
      },
    },
    deactivate: {
      by: manages,
      run: (actor, { id }) => deactivateTeamMember(services, actor, id),
    },
    reactivate: {
      by: manages,
      of: ({ status }) => status === 'DEACTIVATED',
      run: (actor, { id }) => reactivateTeamMember(services, actor, id),
    },
    grant: {
      by: grants,
      of: (member) => !grants(member) && member.role === 'SUPER_ADMIN',
      run: (actor, { id }) => setSensitiveDataAccess(services, actor, { teamMemberId: id, granted: true }),
    },
    revoke: {
      by: grants,
      of: grants,
      run: (actor, { id }) => setSensitiveDataAccess(services, actor, { teamMemberId: id, granted: false }),
    },
    setRole: {
      by: ({ role }) => role === 'SUPER_ADMIN',
      of: ({ sensitiveDataAccess }) => sensitiveDataAccess,
      run: (actor, { id }) =>
        setTeamMemberRole(services, actor, { teamMemberId: id, role: pick(random, roles) }),
    },
    changeEmail: {
      run: async (actor) => {
        const newEmail = `changed${++addresses}@summitridge.example`
        await changeEmail(services, actor, { newEmail, password: demoPassword })
        await verifyEmail(services, actor, codeTo(newEmail))
      },
    },
    signIn: {
      of: ({ status }) => status === 'ACTIVE',
      run: async (_actor, { email }) => {
        const outcome = await login(services, { email, password: demoPassword, ...bearer }, client)
        if (outcome.outcome === 'signed-in') return
        const { challengeToken } = outcome
        const rememberMe = random() < 0.5
        const pending = await findPendingSignIn(services.db, challengeToken)
        const answer = { factor: 'EMAIL_CODE', code: codeTo(email), rememberMe } as const
        await verifyCode(services, pending, answer, client)
      },
    },
    verifyEmail: {
      by: ({ emailVerifiedAt }) => emailVerifiedAt === null,
      run: async (actor) => {
        await sendEmailVerification(services, actor)
        const { email } = await services.db.teamMember.findUniqueOrThrow({
          where: { id: actor.session.teamMemberId },
        })
        await verifyEmail(services, actor, codeTo(email))
      },
    },
  } satisfies Record<string, Operation> as Record<string, Operation>
}

const mayUse = ({ sensitiveDataAccess }: Member) => sensitiveDataAccess
const manages = ({ role }: Member) => role !== 'VIEWER'
const grants = ({ status, role, sensitiveDataAccess }: Member) =>
  status === 'ACTIVE' && role === 'SUPER_ADMIN' && sensitiveDataAccess

/** Mulberry32: small, and the same numbers for the same seed. */
function createRandom(seed: number): () => number {
  let state = seed
  return () => {
    state = (state + 0x6d2b79f5) | 0
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state)
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32
  }
}

function pick<T>(random: () => number, from: readonly T[]): T {
  const picked = from[Math.floor(random() * from.length)]
  if (picked === undefined) throw new Error('There is nothing to pick from')
  return picked
}
