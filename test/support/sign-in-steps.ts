// Signing in through the API, step by step: for tests that are about it. The others use `app.signIn` (use-app.ts).
import { randomUUID } from 'node:crypto'
import { expect, vi } from 'vitest'
import { demoMembers, demoPassword } from '../../prisma/seed.ts'
import type { TestApp } from './app.ts'
import { type ApiClient, createClient } from './client.ts'
import {
  GiveCodeDocument,
  type GiveCodeMutation,
  LogInDocument,
  type LogInMutation,
  type LoginInput,
} from './gql/graphql.ts'

export const owner = 'owner@summitridge.example'
export const finance = 'finance@summitridge.example'
export const otherOwner = 'owner@harborpoint.example'

/** The row of a demo member. */
export function demoMember(email: string): (typeof demoMembers)[number] {
  const member = demoMembers.find((candidate) => candidate.email === email)
  if (!member) throw new Error(`${email} is not in the demo data`)
  return member
}

type Client = Pick<TestApp['anonymous'], 'request'>
type Answer<Union, Name> = Extract<Union, { __typename: Name }>
export type Login = LogInMutation['login']
export type Verification = GiveCodeMutation['verifyCode']

/** Gives the password, as a client with a bearer token unless told otherwise. */
export async function login(
  client: Client,
  email: string,
  input: Partial<LoginInput> = {},
  headers: Record<string, string> = {},
): Promise<Login> {
  const given = { email, password: demoPassword, sessionTransport: 'BEARER' as const, ...input }
  return (await client.request(LogInDocument, { input: given }, headers)).login
}

/** Signs in to a process that a test started, where no code is asked for. @returns a client with the session. */
export async function signIn(url: string, email: string): Promise<ApiClient> {
  const { sessionToken } = as('LoginSuccess', await login(createClient(url), email))
  return createClient(url, sessionToken ?? '')
}

/** Gives a code. */
export async function verify(
  client: Client,
  challengeToken: string,
  code: string,
  rememberMe = false,
): Promise<Verification> {
  return (await client.request(GiveCodeDocument, { input: { challengeToken, code, rememberMe } })).verifyCode
}

/** Fails the test when the answer is another one. */
export function as<Union extends { __typename: string }, Name extends Union['__typename']>(
  name: Name,
  answer: Union,
): Answer<Union, Name> {
  if (answer.__typename !== name) throw new Error(`${name} was expected, not ${JSON.stringify(answer)}`)
  return answer as Answer<Union, Name>
}

/** Turns MFA on in a demo account, as its setting does once everybody has verified their email. */
export async function turnMfaOn({ db }: Pick<TestApp, 'db'>, email = owner): Promise<void> {
  const { accountId } = demoMember(email)
  await db.$executeRaw`
    UPDATE team_member SET email_verified_at = now()
    WHERE account_id = ${accountId}::uuid AND email_verified_at IS NULL`
  await db.$executeRaw`UPDATE account SET mfa_enabled = true WHERE id = ${accountId}::uuid`
}

const codeLine = /^ {4}(\d{6})$/m

/** The sign-in codes that were sent to an address, oldest first, once there are so many. */
export async function codesTo(app: TestApp, email: string, count: number): Promise<string[]> {
  const read = async () => {
    const mails = await app.mailsTo(email)
    return mails
      .map(({ text }) => codeLine.exec(text)?.[1])
      .filter((code) => code !== undefined)
      .reverse()
  }
  await expect.poll(async () => (await read()).length, { timeout: 10_000 }).toBe(count)
  return read()
}

/** Some code that is none of those. */
export function wrongCode(...right: string[]): string {
  const digits = ['000000', '111111', '222222', '333333'].find((code) => !right.includes(code))
  return digits ?? '444444'
}

/**
 * Gives the password where the account has MFA on, and reads the code from the mail that it brings. The mail names the
 * browser: a name of its own tells it from the mails of other sign-ins.
 */
export async function startChallenge(
  app: TestApp,
  email: string,
  input: Partial<LoginInput> = {},
  client: Client = app.anonymous,
) {
  const browser = `Test ${randomUUID()}`
  const given = await login(client, email, input, { 'user-agent': browser })
  const challenge = as('VerificationRequired', given)
  const findMail = async () => {
    const found = (await app.mailsTo(email)).find(({ text }) => text.includes(browser))
    if (!found) throw new Error('The mail has not come')
    return found
  }
  const mail = await vi.waitFor(findMail, { timeout: 10_000, interval: 20 })
  const code = codeLine.exec(mail.text)?.[1]
  if (!code) throw new Error('The mail carries no code')
  return { ...challenge, mail, code }
}

/** Signs in with password and code. */
export async function signInWithCode(
  app: TestApp,
  email: string,
  { rememberMe }: { rememberMe?: boolean } = {},
): Promise<Answer<Verification, 'LoginSuccess'>> {
  const { challengeToken, code } = await startChallenge(app, email)
  return as('LoginSuccess', await verify(app.anonymous, challengeToken, code, rememberMe))
}
