// Sends mutations. Each answers a union of its success and its expected errors. Anything unexpected becomes one more
// member of the union, so that a form shows everything that went wrong in one way.
import { useCallback } from 'react'
import {
  type AnyVariables,
  type CombinedError,
  type OperationContext,
  type TypedDocumentNode,
  useMutation,
} from 'urql'

/** The one field of a mutation. */
type Answer<Data> = Exclude<Data[keyof Data], string | undefined | null>

/** No answer, or an unexpected error. */
export type Failure = { __typename: 'Failure'; message: string }

/**
 * Sends a mutation.
 * @param context names the types of lists that it changes, if its answer contains no object of those types.
 * @returns whether one is being sent, and the function that sends it.
 */
export function useSend<Data, Variables extends AnyVariables>(
  document: TypedDocumentNode<Data, Variables>,
  context?: Pick<OperationContext, 'additionalTypenames'>,
): [boolean, (variables: Variables) => Promise<Answer<Data> | Failure>] {
  const [{ fetching }, execute] = useMutation(document)
  const send = useCallback(
    async (variables: Variables): Promise<Answer<Data> | Failure> => {
      const { data, error } = await execute(variables, context)
      const [answer] = Object.entries(data ?? {}).flatMap(([key, value]) =>
        key === '__typename' ? [] : [value],
      )
      if (error || !answer) return { __typename: 'Failure', message: describeError(error) }
      return answer as Answer<Data>
    },
    [execute, context],
  )
  return [fetching, send]
}

/** The message to show for an error. The API writes its messages for people. */
export function describeError(error: CombinedError | undefined): string {
  const [first] = error?.graphQLErrors ?? []
  if (first) return first.message
  return 'The server could not be reached. Check your connection, and try again.'
}
