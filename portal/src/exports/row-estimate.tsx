import { Text } from '@mantine/core'
import { useDebouncedValue } from '@mantine/hooks'
import { useQuery } from 'urql'
import { exportKinds } from '../gql/export-kinds.ts'
import { EstimateRowsDocument } from '../gql/graphql.ts'
import { formatNumber } from '../ui/format.ts'
import type { ExportRequest } from './export-request.ts'

/** Estimates the rows from the number of investors that the search finds. */
export function RowEstimate({ request }: { request: ExportRequest }) {
  const [search] = useDebouncedValue(request.search.trim(), 300)
  const [{ data, error }] = useQuery({ query: EstimateRowsDocument, variables: { search: search || null } })
  if (error) return null
  return (
    <Text size="sm" role="status" className="tabular">
      {data ? describeEstimate(request, data.investors.totalCount) : 'Counting…'}
    </Text>
  )
}

function describeEstimate({ kind, createdAfter, createdBefore }: ExportRequest, investors: number): string {
  const who = `${formatNumber(investors)} ${investors === 1 ? 'investor' : 'investors'}`
  if (investors === 0) return 'No investor is found: the file would be empty.'
  const { unit } = exportKinds[kind]
  if (unit !== 'investor') return `The ${unit}s to ${who}.`
  return createdAfter || createdBefore ? `At most ${who}, a row each.` : `${who}, a row each.`
}
