// What a page tells the sign-in page that it sends a member to.
import { useHistoryState } from 'wouter/use-browser-location'

/** Kept in the entry of the browser's history, where no address and no other website can write it. */
export type SignInState = {
  /** The page to return to. */
  from?: string
  /** Whether the member is here because their session ended. */
  ended?: boolean
}

export const useSignInState = (): SignInState => useHistoryState<SignInState | null>() ?? {}
