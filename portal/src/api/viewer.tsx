// The signed-in member, for every page inside SignedIn.
import { createContext, useContext } from 'react'
import type { ViewerQuery } from '../gql/graphql.ts'

export type Viewer = NonNullable<ViewerQuery['viewer']>

export const ViewerContext = createContext<Viewer | null>(null)

export function useViewer(): Viewer {
  const viewer = useContext(ViewerContext)
  if (!viewer) throw new Error('useViewer is used outside SignedIn')
  return viewer
}
