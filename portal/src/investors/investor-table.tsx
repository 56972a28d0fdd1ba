import { Box, Code, Paper, Table, Text } from '@mantine/core'
import type { InvestorProfileType, InvestorsQuery } from '../gql/graphql.ts'
import { formatDay } from '../ui/format.ts'

const profileTypes: Record<InvestorProfileType, string> = {
  INDIVIDUAL: 'Individual',
  JOINT: 'Joint',
  IRA: 'IRA',
  TRUST: 'Trust',
  ENTITY: 'Entity',
}

type Investor = InvestorsQuery['investors']['nodes'][number]

export function InvestorTable({ investors }: { investors: readonly Investor[] }) {
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
