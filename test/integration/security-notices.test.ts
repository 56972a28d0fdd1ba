// Notices as rows and jobs: with what they tell of or not at all, sent once, within a day, and by whichever worker is up.
import { setTimeout as delay } from 'node:timers/promises'
import { beforeEach, expect, it } from 'vitest'
import { demoPassword } from '../../prisma/seed.ts'
import { updateMfaSettings } from '../../src/account/mfa/update-mfa-settings.ts'
import { replaceEmailChallenge } from '../../src/auth/email/email-challenge.ts'
import { verifyEmail } from '../../src/auth/email/verify-email.ts'
import { sendNoticeJob } from '../../src/auth/notices/notice-job.ts'
import { noticeChange, noticeWrongCode } from '../../src/auth/notices/notices.ts'
import { claimNotice, NoticeNotSentError, sendNotice } from '../../src/auth/notices/send-notice.ts'
import { changePassword } from '../../src/auth/passwords/change-password.ts'
import { startInbox } from '../../src/dev/inbox.ts'
import { jobDefinitions } from '../../src/jobs.ts'
import { createJobs, type Jobs } from '../../src/platform/jobs/jobs.ts'
import type { Mail, SendOutcome } from '../../src/platform/mail/mail.ts'
import { startTestApp } from '../support/app.ts'
import { beginTestSession } from '../support/begin-session.ts'
import { addPerson, type Person } from '../support/people.ts'
import { owner } from '../support/sign-in-steps.ts'
import { until } from '../support/until.ts'
import { useServices } from '../support/use-services.ts'

const services = useServices()
let person: Person
beforeEach(async () => {
  await services.db.securityNotice.deleteMany()
  await services.db.$executeRaw`DELETE FROM pgboss.job WHERE name = 'security-notice'`
  person = await addPerson(services)
})

const client = { ipAddress: '203.0.113.7', userAgent: 'Firefox' }
const changed = { kind: 'password-changed', subject: 'It was changed', happened: 'Something was changed.' }

/** A change of which the person is told. */
const change = (fail?: Error) =>
  services.events.transact(services.db, async (transaction) => {
    await noticeChange(services, transaction, { ...changed, to: person, client })
    if (fail) throw fail
  })

const notices = () => services.db.securityNotice.findMany()
const queued = () => services.db.$queryRaw<{ data: unknown }[]>`
  SELECT data FROM pgboss.job WHERE name = 'security-notice'`
const bell = () => services.db.notification.findMany({ where: { teamMemberId: person.id } })

/** The id of a notice that waits to be sent. */
async function addedNotice(): Promise<string> {
  await change()
  const [notice] = await notices()
  return notice?.id ?? ''
}

type Sent = Mail & { validForSeconds: number; id?: string }

/** A worker's services with a mail server that answers as it is told, and then takes everything. */
function worker(...answers: (SendOutcome | Promise<SendOutcome>)[]) {
  const sent: Sent[] = []
  const mailer = {
    send: async (mail: Mail, options: { validForSeconds: number; id?: string }) => {
      const outcome = (await answers.shift()) ?? 'sent'
      if (outcome === 'sent') sent.push({ ...mail, ...options })
      return outcome
    },
    close: async () => {},
  }
  return { ...services, mailer, sent }
}

const endClaims = () => services.db.securityNotice.updateMany({ data: { claimedUntil: new Date(0) } })

it('is a row and a job once the change commits', async () => {
  const session = await signIn()
  const given = { currentPassword: demoPassword, newPassword: 'a lantern over the quiet bay' }
  await changePassword(services, { session, client }, given)
  const [notice] = await notices()
  expect(notice).toMatchObject({
    teamMemberId: person.id,
    email: person.email,
    kind: 'password-changed',
    subject: 'Your password was changed',
    ipAddress: client.ipAddress,
    finishedAt: null,
  })
  const { createdAt, expiresAt } = notice ?? { createdAt: new Date(), expiresAt: new Date() }
  expect(expiresAt.getTime() - createdAt.getTime()).toBe(24 * 60 * 60_000)
  expect(await queued()).toEqual([{ data: { noticeId: notice?.id } }])
})

it('is neither row nor job nor line in the bell when the change is undone, and does not count as told', async () => {
  await expect(change(new Error('undone'))).rejects.toThrow('undone')
  expect([await notices(), await queued(), await bell()]).toEqual([[], [], []])
  await change()
  expect([(await notices()).length, (await queued()).length, (await bell()).length]).toEqual([1, 1, 1])
})

it('goes to the address of before, when the email is changed', async () => {
  const session = await signIn()
  const newEmail = `new-${person.email}`
  await services.db.teamMember.update({ where: { id: person.id }, data: { pendingEmail: newEmail } })
  const code = await openEmailChallenge(newEmail)
  await verifyEmail(services, { session, client }, code)
  expect(await notices()).toMatchObject([
    { email: person.email, subject: 'Your email address was changed', teamMemberId: person.id },
  ])
})

it('goes to every active member of an account whose MFA was changed, in that transaction', async () => {
  await services.db.teamMember.updateMany({ data: { emailVerifiedAt: new Date() } })
  const session = await services.signIn(owner)
  const wanted = { enabled: null, rememberMeAllowed: false }
  await updateMfaSettings(services, { session, client }, wanted)
  const active = await services.db.teamMember.findMany({
    where: { accountId: session.accountId, status: 'ACTIVE' },
  })
  expect((await notices()).map(({ email }) => email).sort()).toEqual(active.map(({ email }) => email).sort())
  expect(await queued()).toHaveLength(active.length)
})

it('holds no token and no code, in its row or its job: the link is made when the mail is sent', async () => {
  const noticeId = await addedNotice()
  expect(await services.db.mailedLink.count({ where: { teamMemberId: person.id } })).toBe(0)
  const { sent, ...sending } = worker()
  await sendNotice(sending, { noticeId })
  const [, token = ''] = /\/not-me#([\w-]{43})\n/.exec(sent[0]?.text ?? '') ?? []
  expect(token).toHaveLength(43)
  expect(sent[0]?.text).toContain('It came from the address 203.0.113.7.')
  const stored = [await notices(), await queued(), await services.db.mailedLink.findMany()]
  expect(JSON.stringify(stored)).not.toContain(token)
  expect(JSON.stringify(stored)).not.toMatch(/\b\d{6}\b/)
  expect(await services.db.mailedLink.count({ where: { teamMemberId: person.id, purpose: 'NOT_ME' } })).toBe(
    1,
  )
})

it('is sent once by any number of workers at the same time', async () => {
  const noticeId = await addedNotice()
  const answer = Promise.withResolvers<SendOutcome>()
  const workers = Array.from({ length: 10 }, () => worker(answer.promise))
  let refused = 0
  const runs = workers.map((one) =>
    sendNotice(one, { noticeId }).catch((error) => {
      expect(error).toBeInstanceOf(NoticeNotSentError)
      refused += 1
    }),
  )
  await until(() => expect(refused).toBe(9))
  answer.resolve('sent')
  await Promise.all(runs)
  await endClaims()
  await sendNotice(workers[0] ?? worker(), { noticeId })
  expect(workers.flatMap(({ sent }) => sent)).toMatchObject([{ to: person.email, id: noticeId }])
})

it('is sent by another worker when one dies with its claim', async () => {
  const noticeId = await addedNotice()
  expect(await claimNotice(services.db, noticeId)).toMatchObject({ outcome: 'claimed' })
  const next = worker()
  await expect(sendNotice(next, { noticeId })).rejects.toThrow(NoticeNotSentError)
  expect(next.sent).toEqual([])
  await endClaims()
  await sendNotice(next, { noticeId })
  expect(next.sent).toHaveLength(1)
})

it('is tried again when the mail server is away, and not when it refuses the mail for good', async () => {
  const noticeId = await addedNotice()
  const away = worker('gave-up', 'refused')
  await expect(sendNotice(away, { noticeId })).rejects.toThrow('The mail server did not accept the notice')
  await endClaims()
  await sendNotice(away, { noticeId })
  await endClaims()
  await sendNotice(away, { noticeId })
  expect(away.sent).toEqual([])
})

it('comes after all, once, when its worker is stopped midway: the queue gives it to the next', async () => {
  const stuck = worker(new Promise<SendOutcome>(() => {}))
  const first = await startWorker(stuck)
  const noticeId = await addedNotice()
  await until(async () => {
    const { claimedUntil } = await services.db.securityNotice.findUniqueOrThrow({ where: { id: noticeId } })
    expect(claimedUntil).not.toBeNull()
  })
  await first.stop(100)
  await endClaims()
  const next = worker()
  const second = await startWorker(next)
  await until(() => expect(next.sent).toMatchObject([{ to: person.email, id: noticeId }]))
  await second.stop(100)
})

it('is not sent after a day, which is logged', async () => {
  const noticeId = await addedNotice()
  const late = worker('gave-up')
  const left = (seconds: number) => services.db.$executeRaw`
    UPDATE security_notice SET expires_at = now() + ${seconds} * interval '1 second'`
  await left(5)
  await expect(sendNotice(late, { noticeId })).rejects.toThrow(NoticeNotSentError)
  await endClaims()
  await sendNotice(late, { noticeId })
  expect(late.sent[0]?.validForSeconds).toBeLessThanOrEqual(5)

  expect(services.logs.join('')).not.toContain('was not sent in time')
  await services.db.securityNotice.updateMany({ data: { finishedAt: null, claimedUntil: null } })
  await left(0)
  await sendNotice(late, { noticeId })
  expect(late.sent).toHaveLength(1)
  expect(services.logs.join('')).toContain('a security notice was not sent in time')
})

it('is one an hour of fifty wrong codes at once, with one line in the bell', async () => {
  for (let times = 0; times < 50; times++) noticeWrongCode(services, person, client)
  const key = `notice:wrong-code:${person.id}`
  await until(async () =>
    expect(await services.db.rateLimit.findUnique({ where: { key } })).toMatchObject({ points: 50 }),
  )
  expect([(await notices()).length, (await queued()).length, (await bell()).length]).toEqual([1, 1, 1])
})

it('is for workers: a server keeps it while there is none', { timeout: 60_000 }, async () => {
  const inbox = await startInbox()
  const noticeId = await addedNotice()
  const server = await startTestApp({ role: 'server', smtpUrl: inbox.smtpUrl }, services.database)
  // Whoever works on jobs looks for one at once.
  await delay(500)
  expect(await notices()).toMatchObject([{ id: noticeId, claimedUntil: null, finishedAt: null }])
  const atWork = await startTestApp({ role: 'worker', smtpUrl: inbox.smtpUrl }, services.database)
  await until(async () => expect((await notices())[0]?.finishedAt).toBeInstanceOf(Date))
  await Promise.all([server.stop(), atWork.stop(), inbox.stop()])
})

const signIn = async () => (await beginTestSession(services.db, person.id)).session

/** A queue of its own, as another process has one, that sends by these services. */
async function startWorker(sending: ReturnType<typeof worker>): Promise<Jobs> {
  const { databaseUrl } = services.database
  const jobs = createJobs({ databaseUrl, log: services.log, definitions: jobDefinitions, supervise: true })
  await jobs.start()
  await jobs.work(sendNoticeJob, 1, (data) => sendNotice(sending, data))
  return jobs
}

async function openEmailChallenge(email: string): Promise<string> {
  const target = { teamMemberId: person.id, purpose: 'CHANGE_EMAIL', email } as const
  const { db, secretKey } = services
  return (await db.$transaction((tx) => replaceEmailChallenge(tx, secretKey, target))).code
}
