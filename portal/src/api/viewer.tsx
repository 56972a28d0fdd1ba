// Who is signed in, for the pages within.
import { createContext, useContext } from 'react'
import type { ViewerQuery } from '../gql/graphql.ts'

export type Viewer = NonNullable<ViewerQuery['viewer']>

export const ViewerContext = createContext<Viewer | null>(null)

export function useViewer(): Viewer {
  const viewer = useContext(ViewerContext)
  if (!viewer) throw new Error('Nobody is signed in here')
  return viewer
}
