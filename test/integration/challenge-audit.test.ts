// A code that leaves is in the audit table first.
import { afterAll, beforeAll, expect, it } from 'vitest'
import { demoPassword } from '../../prisma/seed.ts'
import { login } from '../../src/auth/sign-in/login.ts'
import type { Mail } from '../../src/platform/mail/mail.ts'
import { nowhere, startTestServices, type TestServices } from '../support/services.ts'
import { owner } from '../support/sign-in-steps.ts'

let services: TestServices
beforeAll(async () => {
  services = await startTestServices()
  await services.db.account.updateMany({ data: { mfaEnabled: true } })
})
afterAll(() => services.stop())

const sent: Mail[] = []
const mailer: TestServices['mailer'] = {
  send: async (mail) => {
    sent.push(mail)
    return 'sent'
  },
  close: async () => {},
}

const logIn = () =>
  login(
    { ...services, mailer },
    { email: owner, password: demoPassword, sessionTransport: 'BEARER', trustedDeviceTokens: [] },
    nowhere,
  )

it('is not sent while its challenge cannot be recorded', async () => {
  await services.pool.query(`
    CREATE FUNCTION refuse_event() RETURNS trigger LANGUAGE plpgsql AS
      $$ BEGIN RAISE EXCEPTION 'no room for events'; END $$;
    CREATE TRIGGER refuse_event BEFORE INSERT ON audit_event
      FOR EACH ROW WHEN (NEW.action = 'challenge.issued') EXECUTE FUNCTION refuse_event()`)
  await expect(logIn()).rejects.toThrow('no room for events')
  expect(sent).toEqual([])

  await services.pool.query('DROP TRIGGER refuse_event ON audit_event')
  expect(await logIn()).toMatchObject({ outcome: 'code-needed' })
  expect(sent).toHaveLength(1)
})
