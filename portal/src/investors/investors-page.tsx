// The investors, as everybody in the account sees them: masked.
import { Box, Code, Paper, Skeleton, Stack, Table, Text, TextInput } from '@mantine/core'
import { useDebouncedCallback } from '@mantine/hooks'
import { IconSearch } from '@tabler/icons-react'
import { useState } from 'react'
import { useQuery } from 'urql'
import { useSearchParams } from 'wouter'
import { LoadError } from '../api/load-error.tsx'
import { Pager, usePageVariables } from '../api/pager.tsx'
import { useViewer } from '../api/viewer.tsx'
import { type InvestorProfileType, InvestorsDocument, type InvestorsQuery } from '../gql/graphql.ts'
import { formatDay } from '../ui/format.ts'
import { Page } from '../ui/page.tsx'

const pageSize = 20

const profileTypes: Record<InvestorProfileType, string> = {
  INDIVIDUAL: 'Individual',
  JOINT: 'Joint',
  IRA: 'IRA',
  TRUST: 'Trust',
  ENTITY: 'Entity',
}

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
 * The search is in the address, so that it can be shared and survives the back button; but a tax id is not, since
 * addresses are kept by browsers and logged by servers.
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
  if (totalCount === 0) return <Nobody search={search} />
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

type Investor = InvestorsQuery['investors']['nodes'][number]

function InvestorTable({ investors }: { investors: readonly Investor[] }) {
  return (
    <Paper withBorder>
      <Table verticalSpacing="sm" horizontalSpacing="md" aria-label="Investors">
        <Table.Thead>
          <Table.Tr>
            <Table.Th scope="col">Investor</Table.Th>
            <Table.Th scope="col" visibleFrom="sm">
              Type
            </Table.Th>
            <Table.Th scope="col">Tax id</Table.Th>
            <Table.Th scope="col" visibleFrom="sm">
              Bank account
            </Table.Th>
            <Table.Th scope="col" visibleFrom="lg">
              Added
            </Table.Th>
          </Table.Tr>
        </Table.Thead>
        <Table.Tbody>
          {investors.map((investor) => (
            <InvestorRow key={investor.id} investor={investor} />
          ))}
        </Table.Tbody>
      </Table>
    </Paper>
  )
}

function InvestorRow({ investor }: { investor: Investor }) {
  const { name, email, profileType, maskedTaxId, maskedBankAccount, createdAt } = investor
  return (
    <Table.Tr>
      <Table.Td>
        <Text size="sm" fw={500}>
          {name}
        </Text>
        <Text size="xs" c="dimmed">
          {email ?? 'No email'}
        </Text>
        <Box hiddenFrom="sm">
          <Text size="xs" c="dimmed">
            {profileTypes[profileType]} · bank <Masked value={maskedBankAccount} />
          </Text>
        </Box>
      </Table.Td>
      <Table.Td visibleFrom="sm">{profileTypes[profileType]}</Table.Td>
      <Table.Td>
        <Masked value={maskedTaxId} />
      </Table.Td>
      <Table.Td visibleFrom="sm">
        <Masked value={maskedBankAccount} />
      </Table.Td>
      <Table.Td visibleFrom="lg">{formatDay(createdAt)}</Table.Td>
    </Table.Tr>
  )
}

function Masked({ value }: { value: string | null | undefined }) {
  if (!value) return <span>none</span>
  return (
    <Code bg="transparent" p={0} style={{ whiteSpace: 'nowrap' }}>
      {value}
    </Code>
  )
}

function Nobody({ search }: { search: string | null }) {
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
