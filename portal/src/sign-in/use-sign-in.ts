// What follows a successful sign-in, wherever it was completed.
import { useLocation } from 'wouter'
import { useApi } from '../api/api-provider.tsx'
import { type SignInState, useSignInState } from './sign-in-state.ts'

/** @returns a function that goes on to where the member wanted to be, by way of verifying their email if need be. */
export function useGoOn(): (member: { emailVerified: boolean }) => void {
  const { restart } = useApi()
  const [, navigate] = useLocation()
  const { from = '/' } = useSignInState()
  return ({ emailVerified }) => {
    const state: SignInState = { from }
    navigate(emailVerified ? from : '/verify-email', { replace: true, state })
    restart()
  }
}
