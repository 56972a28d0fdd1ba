// Reads what the bell's streams send next. One hint may wake thousands of streams, so the reads of one event-loop turn
// share a few statements.
import type { Export, Notification } from '../generated/prisma/client.ts'
import type { DbOrTx } from '../platform/database/db.ts'
import { gather } from '../platform/database/gather.ts'

/** A notification in its current state with its export, and the number on the member's bell. */
export type NotificationStep = { notification: Notification & { export: Export | null }; unreadCount: number }

/** Small, so that a slow client holds little memory. */
export const stepsAtOnce = 25

/** The member's notifications that changed after a revision, oldest change first. At most `stepsAtOnce`. */
export async function readSteps(
  db: DbOrTx,
  teamMemberId: string,
  after: bigint,
): Promise<NotificationStep[]> {
  return (await readOf(db, placeOf(teamMemberId, after))) ?? []
}

const placeOf = (teamMemberId: string, after: bigint) => `${teamMemberId} ${after}`

const readOf = gather(async (db, places: string[]) => {
  const rows = await readChanged(db, places)
  const members = [...new Set(rows.map(({ teamMemberId }) => teamMemberId))]
  const [unread, exports] = await Promise.all([countUnread(db, members), readExports(db, rows)])
  const steps = rows.map(({ place, ...notification }) => {
    const { teamMemberId, exportId } = notification
    const about = exportId ? exports.get(`${teamMemberId} ${exportId}`) : null
    return {
      place,
      notification: { ...notification, export: about ?? null },
      unreadCount: unread.get(teamMemberId) ?? 0,
    }
  })
  return Map.groupBy(steps, ({ place }) => place)
})

type ChangedRow = Notification & { place: string }

function readChanged(db: DbOrTx, places: string[]): Promise<ChangedRow[]> {
  return db.$queryRaw<ChangedRow[]>`
    SELECT p.place, n.id, n.team_member_id AS "teamMemberId", n.sequence, n.revision, n.kind, n.title, n.body,
           n.export_id AS "exportId", n.created_at AS "createdAt", n.read_at AS "readAt"
    FROM (SELECT place, split_part(place, ' ', 1)::uuid AS member, split_part(place, ' ', 2)::bigint AS after
          FROM unnest(${places}::text[]) AS place) p
    CROSS JOIN LATERAL (SELECT * FROM notification WHERE team_member_id = p.member AND revision > p.after
                        ORDER BY revision LIMIT ${stepsAtOnce}) n
    ORDER BY n.revision`
}

async function countUnread(db: DbOrTx, members: string[]): Promise<Map<string, number>> {
  const rows = await db.$queryRaw<{ member: string; count: number }[]>`
    SELECT team_member_id AS member, count(*)::int AS count FROM notification
    WHERE team_member_id = ANY(${members}::uuid[]) AND read_at IS NULL GROUP BY team_member_id`
  return new Map(rows.map(({ member, count }) => [member, count]))
}

/** The exports of the notifications, by owner and id, so that no member gets another member's export. */
async function readExports(db: DbOrTx, rows: ChangedRow[]): Promise<Map<string, Export>> {
  const ids = rows.flatMap(({ exportId }) => exportId ?? [])
  if (ids.length === 0) return new Map()
  const owners = rows.map(({ teamMemberId }) => teamMemberId)
  const exports = await db.export.findMany({ where: { id: { in: ids }, ownerId: { in: owners } } })
  return new Map(exports.map((row) => [`${row.ownerId} ${row.id}`, row]))
}
