// Forgetting a device: the next sign-in on it asks for a code.

import { recordEvent } from '../../audit/record-event.ts'
import type { ClientInfo } from '../../identity/actor.ts'
import type { CurrentSession } from '../../identity/session.ts'
import { sessionsTopic } from '../../identity/session.ts'
import { NotFoundError } from '../../platform/errors.ts'
import type { DatabaseServices } from '../../platform/services.ts'

/** Said for another member's device as for one that never was. */
export const noSuchDevice = 'You have no remembered device of this id. It may have been forgotten already.'

/** @throws NotFoundError */
export async function revokeTrustedDevice(
  { db, events }: DatabaseServices,
  { teamMemberId, accountId }: CurrentSession,
  deviceId: string,
  client: ClientInfo,
): Promise<void> {
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
