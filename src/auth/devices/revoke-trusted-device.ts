import { recordEvent } from '../../audit/record-event.ts'
import type { Actor } from '../../identity/actor.ts'
import { sessionsTopic } from '../../identity/session.ts'
import { NotFoundError } from '../../platform/errors.ts'
import type { DatabaseServices } from '../../platform/services.ts'

/** The message is the same for another member's device and for one that never existed. */
export const noSuchDevice = 'You have no such remembered device. It may have been forgotten already.'

/** Forgets one of the actor's own trusted devices: the next sign-in on it asks for a code. @throws NotFoundError */
export async function revokeTrustedDevice(
  { db, events }: DatabaseServices,
  { session, client }: Actor,
  deviceId: string,
): Promise<void> {
  const { teamMemberId, accountId } = session
  await events.transact(db, async ({ tx, announce }) => {
    const removed = await tx.$executeRaw`
      DELETE FROM trusted_device WHERE id = ${deviceId}::uuid AND team_member_id = ${teamMemberId}::uuid`
    if (removed === 0) throw new NotFoundError(noSuchDevice)
    announce(sessionsTopic(teamMemberId))
    await recordEvent(tx, {
      action: 'trusted_device.removed',
      accountId,
      actorId: teamMemberId,
      subject: { type: 'trusted_device', id: deviceId },
      client,
    })
  })
}
