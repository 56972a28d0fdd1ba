// The mutations of one's own profile, as a client sends them.

import type { ApiClient } from './client.ts'
import {
  ChangeEmailDocument,
  ChangePasswordDocument,
  MyProfileDocument,
  ReauthenticateDocument,
  RequestPasswordResetDocument,
  ResetPasswordDocument,
  SendVerificationDocument,
  VerifyEmailDocument,
} from './gql/graphql.ts'

/** What needs a session, each sent with an input that nobody looks at without one. */
export const sessionMutations = [
  ['sendEmailVerification', (client: ApiClient) => client.send(SendVerificationDocument)],
  ['verifyEmail', (client: ApiClient) => client.send(VerifyEmailDocument, { input: { code: '000000' } })],
  [
    'changeEmail',
    (client: ApiClient) =>
      client.send(ChangeEmailDocument, { input: { newEmail: 'new@example.com', password: '' } }),
  ],
  [
    'changePassword',
    (client: ApiClient) =>
      client.send(ChangePasswordDocument, { input: { currentPassword: '', newPassword: '' } }),
  ],
  ['reauthenticate', (client: ApiClient) => client.send(ReauthenticateDocument, { input: { password: '' } })],
] as const

type Client = Pick<ApiClient, 'request'>

export const sendVerification = async (client: Client) =>
  (await client.request(SendVerificationDocument)).sendEmailVerification
export const verifyEmail = async (client: Client, code: string) =>
  (await client.request(VerifyEmailDocument, { input: { code } })).verifyEmail
export const changeEmail = async (client: Client, newEmail: string, password: string) =>
  (await client.request(ChangeEmailDocument, { input: { newEmail, password } })).changeEmail
export const changePassword = async (client: Client, currentPassword: string, newPassword: string) =>
  (await client.request(ChangePasswordDocument, { input: { currentPassword, newPassword } })).changePassword
export const requestPasswordReset = async (client: Client, email: string) =>
  (await client.request(RequestPasswordResetDocument, { input: { email } })).requestPasswordReset
export const resetPassword = async (client: Client, token: string, newPassword: string) =>
  (await client.request(ResetPasswordDocument, { input: { token, newPassword } })).resetPassword
export const reauthenticate = async (client: Client, password: string) =>
  (await client.request(ReauthenticateDocument, { input: { password } })).reauthenticate
export const myProfile = async (client: Client) => (await client.request(MyProfileDocument)).viewer
