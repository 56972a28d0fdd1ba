// What follows a successful sign-in, with a code or without.
import { useLocation } from 'wouter'
import { useApi } from '../api/api-provider.tsx'
import { type SignInState, useSignInState } from './sign-in-state.ts'

/** @returns a function that opens the page that the member came for, after they verified their email if they have not. */
export function useFinishSignIn(): (member: { emailVerified: boolean }) => void {
  const { restart } = useApi()
  const [, navigate] = useLocation()
  const { from = '/' } = useSignInState()
  return ({ emailVerified }) => {
    const state: SignInState = { from }
    navigate(emailVerified ? from : '/verify-email', { replace: true, state })
    restart()
  }
}
