// A change of the MFA setting while one of the members loses their access in another transaction.
import { afterAll, beforeAll, expect, it } from 'vitest'
import { updateMfaSettings } from '../../src/account/mfa/update-mfa-settings.ts'
import { addPerson, addTrustedDevice, inBetween } from '../support/people.ts'
import { asActor, startTestServices, type TestServices } from '../support/services.ts'
import { owner } from '../support/sign-in-steps.ts'

let services: TestServices
beforeAll(async () => {
  services = await startTestServices()
})
afterAll(() => services.stop())

it('waits for the member before it forgets their devices, so that neither waits for the other', async () => {
  const { id } = await addPerson(services)
  await addTrustedDevice(services, id)
  const actor = asActor(await services.signIn(owner))
  await inBetween(
    services,
    { sql: 'SELECT 1 FROM team_member WHERE id = $1 FOR NO KEY UPDATE', id },
    () => updateMfaSettings(services, actor, { enabled: null, rememberMeAllowed: false }),
    'DELETE FROM trusted_device WHERE team_member_id = $1',
  )
  expect(await services.db.trustedDevice.count()).toBe(0)
})
