// The mutations of one's own profile, as a client sends them.
import type { ApiClient } from './client.ts'
import { graphql } from './gql/index.ts'

const SendVerification = graphql(`
  mutation SendVerification {
    sendEmailVerification {
      __typename
      ... on SendEmailVerificationSuccess {
        sentTo
        expiresAt
        resendAvailableAt
      }
      ... on RateLimitedError {
        retryAfterSeconds
      }
      ... on Error {
        code
        message
      }
    }
  }
`)

const VerifyEmail = graphql(`
  mutation VerifyEmail($input: VerifyEmailInput!) {
    verifyEmail(input: $input) {
      __typename
      ... on VerifyEmailSuccess {
        teamMember {
          email
          emailVerified
        }
      }
      ... on InvalidCodeError {
        attemptsRemaining
      }
      ... on RateLimitedError {
        retryAfterSeconds
      }
      ... on Error {
        code
        message
      }
    }
  }
`)

const ChangeEmail = graphql(`
  mutation ChangeEmail($input: ChangeEmailInput!) {
    changeEmail(input: $input) {
      __typename
      ... on ChangeEmailSuccess {
        pendingEmail
        expiresAt
        resendAvailableAt
      }
      ... on InvalidInputError {
        path
      }
      ... on RateLimitedError {
        retryAfterSeconds
      }
      ... on Error {
        code
        message
      }
    }
  }
`)

const ChangePassword = graphql(`
  mutation ChangePassword($input: ChangePasswordInput!) {
    changePassword(input: $input) {
      __typename
      ... on ChangePasswordSuccess {
        ok
      }
      ... on RateLimitedError {
        retryAfterSeconds
      }
      ... on Error {
        code
        message
      }
    }
  }
`)

const RequestPasswordReset = graphql(`
  mutation RequestPasswordReset($input: RequestPasswordResetInput!) {
    requestPasswordReset(input: $input) {
      __typename
      ... on RequestPasswordResetSuccess {
        ok
      }
      ... on RateLimitedError {
        retryAfterSeconds
      }
      ... on Error {
        code
        message
      }
    }
  }
`)

const ResetPassword = graphql(`
  mutation ResetPassword($input: ResetPasswordInput!) {
    resetPassword(input: $input) {
      __typename
      ... on ResetPasswordSuccess {
        ok
      }
      ... on RateLimitedError {
        retryAfterSeconds
      }
      ... on Error {
        code
        message
      }
    }
  }
`)

const Reauthenticate = graphql(`
  mutation Reauthenticate($input: ReauthenticateInput!) {
    reauthenticate(input: $input) {
      __typename
      ... on ReauthenticateSuccess {
        authenticatedUntil
      }
      ... on RateLimitedError {
        retryAfterSeconds
      }
      ... on Error {
        code
        message
      }
    }
  }
`)

const MyProfile = graphql(`
  query MyProfile {
    viewer {
      pendingEmail
      teamMember {
        email
        emailVerified
      }
    }
  }
`)

/** What needs a session, each sent with an input that nobody looks at without one. */
export const sessionMutations = [
  ['sendEmailVerification', (client: ApiClient) => client.send(SendVerification)],
  ['verifyEmail', (client: ApiClient) => client.send(VerifyEmail, { input: { code: '000000' } })],
  [
    'changeEmail',
    (client: ApiClient) => client.send(ChangeEmail, { input: { newEmail: 'new@example.com', password: '' } }),
  ],
  [
    'changePassword',
    (client: ApiClient) => client.send(ChangePassword, { input: { currentPassword: '', newPassword: '' } }),
  ],
  ['reauthenticate', (client: ApiClient) => client.send(Reauthenticate, { input: { password: '' } })],
] as const

type Client = Pick<ApiClient, 'request'>

export const sendVerification = async (client: Client) =>
  (await client.request(SendVerification)).sendEmailVerification
export const verifyEmail = async (client: Client, code: string) =>
  (await client.request(VerifyEmail, { input: { code } })).verifyEmail
export const changeEmail = async (client: Client, newEmail: string, password: string) =>
  (await client.request(ChangeEmail, { input: { newEmail, password } })).changeEmail
export const changePassword = async (client: Client, currentPassword: string, newPassword: string) =>
  (await client.request(ChangePassword, { input: { currentPassword, newPassword } })).changePassword
export const requestPasswordReset = async (client: Client, email: string) =>
  (await client.request(RequestPasswordReset, { input: { email } })).requestPasswordReset
export const resetPassword = async (client: Client, token: string, newPassword: string) =>
  (await client.request(ResetPassword, { input: { token, newPassword } })).resetPassword
export const reauthenticate = async (client: Client, password: string) =>
  (await client.request(Reauthenticate, { input: { password } })).reauthenticate
export const myProfile = async (client: Client) => (await client.request(MyProfile)).viewer
