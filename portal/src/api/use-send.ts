// Mutations. Each answers a union of its success and the errors that are expected; what is not expected becomes one
// more member of the union, so that a form has one way of saying what went wrong.
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

/** No answer, or one that the schema does not promise. */
export type Failure = { __typename: 'Failure'; message: string }

/**
 * Sends a mutation.
 * @param context the types of the lists that change with it, where its answer has none of them.
 * @returns whether one is under way, and what sends it.
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

/** What a person is told when no answer came, or one that is not data. The API's own messages are for people. */
export function describeError(error: CombinedError | undefined): string {
  const [first] = error?.graphQLErrors ?? []
  if (first) return first.message
  return 'The server could not be reached. Check your connection, and try again.'
}

/** The message of an answer that is an error; null of a success. */
export const messageOf = (answer: { message?: string } | object): string | null =>
  'message' in answer && typeof answer.message === 'string' ? answer.message : null
