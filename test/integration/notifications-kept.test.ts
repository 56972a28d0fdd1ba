// Notifications are kept for 90 days; what is deleted leaves no hole that a client could fall into.
import { beforeEach, expect, it } from 'vitest'
import { streamNotifications } from '../../src/notifications/stream-notifications.ts'
import { sweepNotifications } from '../../src/notifications/sweep-notifications.ts'
import { runSweep } from '../../src/platform/database/sweep.ts'
import { startTestApp } from '../support/app.ts'
import { ring } from '../support/bell.ts'
import { asActor, memberId } from '../support/services.ts'
import { until } from '../support/until.ts'
import { useServices } from '../support/use-services.ts'

const email = 'owner@summitridge.example'
const owner = memberId(email)

const services = useServices()
beforeEach(async () => {
  await services.db.notification.deleteMany()
  await services.db.teamMember.updateMany({ data: { notificationSequence: 0 } })
})

const deleteOldNotifications = () => runSweep(services.db, sweepNotifications)

/** As if it had been made so long ago. */
const date = (title: string, age: string) =>
  services.pool.query('UPDATE notification SET created_at = now() - $2::interval WHERE title = $1', [
    title,
    age,
  ])

const titles = async () =>
  (await services.db.notification.findMany({ orderBy: { sequence: 'asc' } })).map(({ title }) => title)

it('deletes what is 90 days old, read or not, and nothing that is younger', async () => {
  for (const title of ['older', 'read', 'due', 'nearly due', 'new']) await ring(services, owner, title)
  await services.db.notification.updateMany({ where: { title: 'read' }, data: { readAt: new Date() } })
  await date('older', '400 days')
  await date('read', '91 days')
  await date('due', '90 days')
  await date('nearly due', '90 days -1 minute')
  expect(await deleteOldNotifications()).toBe(3)
  expect(await titles()).toEqual(['nearly due', 'new'])
  expect(await deleteOldNotifications()).toBe(0)
})

it('deletes however many there are, once, by several workers at once', async () => {
  await services.db.$executeRaw`
    INSERT INTO notification (id, team_member_id, sequence, revision, kind, title, body, created_at)
    SELECT gen_random_uuid(), ${owner}::uuid, n, n, 'SECURITY', 'old', '', now() - n * interval '1 day'
    FROM generate_series(1, 2600) AS n`
  const counts = await Promise.all(Array.from({ length: 4 }, () => deleteOldNotifications()))
  expect(counts.reduce((sum, count) => sum + count)).toBe(2600 - 89)
  expect(await services.db.notification.count()).toBe(89)
})

it('a client whose cursor is of a deleted one goes on after it, and no number is given again', async () => {
  for (const title of ['1', '2', '3', '4']) await ring(services, owner, title)
  const session = await services.signIn(email)
  const seen = async (after: bigint, count: number) => {
    const steps: [string, bigint][] = []
    for await (const { notification } of streamNotifications(services, asActor(session), after)) {
      steps.push([notification.title, notification.revision])
      if (steps.length === count) break
    }
    return steps
  }
  await date('1', '91 days')
  await date('2', '91 days')
  await date('4', '91 days')
  expect(await deleteOldNotifications()).toBe(3)
  await ring(services, owner, '5')
  const rest = [
    ['3', 3n],
    ['5', 5n],
  ]
  expect(await seen(2n, 2)).toEqual(rest)
  expect(await seen(0n, 2)).toEqual(rest)
  expect(await seen(4n, 1)).toEqual([['5', 5n]])
})

it('a worker does it by itself', async () => {
  await ring(services, owner, 'old')
  await date('old', '91 days')
  const worker = await startTestApp({ role: 'worker' }, services.database)
  await until(async () => expect(await titles()).toEqual([]))
  await worker.stop()
})
