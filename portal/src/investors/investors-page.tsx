// The investors. Everyone in the account sees their tax ids and bank accounts masked.
import { Paper, Skeleton, Stack, Text, TextInput } from '@mantine/core'
import { useDebouncedCallback } from '@mantine/hooks'
import { IconSearch } from '@tabler/icons-react'
import { useState } from 'react'
import { useQuery } from 'urql'
import { useSearchParams } from 'wouter'
import { LoadError } from '../api/load-error.tsx'
import { Pager, usePageVariables } from '../api/pager.tsx'
import { useViewer } from '../api/viewer.tsx'
import { InvestorsDocument } from '../gql/graphql.ts'
import { Page } from '../ui/page.tsx'
import { InvestorTable } from './investor-table.tsx'

const pageSize = 20

export default function InvestorsPage() {
  return (
    <Page
      title="Investors"
      description="Tax ids and bank accounts are masked here. Whoever needs the full values requests an export."
    >
      <SearchedInvestors />
    </Page>
  )
}

/**
 * The address holds the search, so that it can be shared and survives the back button. It never holds a tax id, because
 * browsers keep addresses and servers log them.
 */
function useSearch(): [string | null, (search: string) => void] {
  const [params, setParams] = useSearchParams()
  const [unwritten, setUnwritten] = useState<string | null>(null)
  const change = (search: string) => {
    const secret = mayBeTaxId(search)
    setUnwritten(secret ? search : null)
    setParams(search && !secret ? { search } : {}, { replace: true })
  }
  return [unwritten ?? params.get('search'), change]
}

const mayBeTaxId = (text: string) => text.replaceAll(/\D/g, '').length >= 7

function SearchedInvestors() {
  const [search, setSearch] = useSearch()
  return (
    <Stack>
      <Search value={search} onChange={setSearch} />
      <Investors search={search} />
    </Stack>
  )
}

type SearchProps = { value: string | null; onChange: (search: string) => void }

function Search({ value, onChange }: SearchProps) {
  const { sensitiveDataAccess } = useViewer().teamMember
  const [text, setText] = useState(value ?? '')
  const search = useDebouncedCallback((typed: string) => onChange(typed.trim()), 250)
  return (
    <TextInput
      type="search"
      aria-label="Search investors"
      placeholder={
        sensitiveDataAccess ? 'Name, email, reference or whole tax id' : 'Name, email or reference'
      }
      leftSection={<IconSearch size={18} aria-hidden />}
      maw={440}
      value={text}
      onChange={(event) => {
        setText(event.currentTarget.value)
        search(event.currentTarget.value)
      }}
    />
  )
}

function Investors({ search }: { search: string | null }) {
  const page = usePageVariables(pageSize)
  const [{ data, error, stale, fetching }, load] = useQuery({
    query: InvestorsDocument,
    variables: { ...page, search },
  })
  if (error && !data) return <LoadError error={error} retry={load} />
  if (!data) return <TableSkeleton />
  const { nodes, pageInfo, totalCount } = data.investors
  if (totalCount === 0) return <NoInvestors search={search} />
  return (
    <Stack aria-busy={stale || fetching}>
      <InvestorTable investors={nodes} />
      <Pager
        cursors={pageInfo}
        shown={nodes.length}
        total={totalCount}
        noun={totalCount === 1 ? 'investor' : 'investors'}
      />
    </Stack>
  )
}

function NoInvestors({ search }: { search: string | null }) {
  return (
    <Paper withBorder p="xl" ta="center">
      <Text c="dimmed" role="status">
        {search
          ? `No investor is found for “${search}”.`
          : 'There are no investors yet. Your operator imports them.'}
      </Text>
    </Paper>
  )
}

function TableSkeleton() {
  return (
    <Stack gap="xs" role="status" aria-label="Loading">
      {[1, 2, 3, 4, 5, 6].map((row) => (
        <Skeleton key={row} height={48} radius="md" />
      ))}
    </Stack>
  )
}
