// What is remembered while a member signs in.
import { useHistoryState } from 'wouter/use-browser-location'

/** Kept in the history's entry, where no address and no other website can write it. */
export type SignInState = {
  /** Where to go afterwards. */
  from?: string
  /** Why one is here. */
  ended?: boolean
}

export const useSignInState = (): SignInState => useHistoryState<SignInState | null>() ?? {}
