// Pages of a list, by the API's cursors. Where one is, is in the address: the back button goes back a page.
import { Button, Group, Text } from '@mantine/core'
import { IconChevronLeft, IconChevronRight } from '@tabler/icons-react'
import { useMemo } from 'react'
import { useSearchParams } from 'wouter'
import type { PageCursorsFragment } from '../gql/graphql.ts'
import { formatNumber } from '../ui/format.ts'

export type PageVariables = { first?: number; after?: string; last?: number; before?: string }

/** The page that the address asks for, as the API's arguments. */
export function usePageVariables(size: number): PageVariables {
  const [params] = useSearchParams()
  const after = params.get('after')
  const before = params.get('before')
  return useMemo(() => {
    if (before) return { last: size, before }
    return after ? { first: size, after } : { first: size }
  }, [after, before, size])
}

type PagerProps = { cursors: PageCursorsFragment; shown: number; total: number; noun: string }

export function Pager({ cursors, shown, total, noun }: PagerProps) {
  const [, setParams] = useSearchParams()
  const go = (name: 'after' | 'before', cursor: string | null | undefined) => () => {
    setParams((params) => {
      params.delete('after')
      params.delete('before')
      if (cursor) params.set(name, cursor)
      return params
    })
  }
  const { startCursor, endCursor, hasNextPage, hasPreviousPage } = cursors
  return (
    <Group justify="space-between" component="nav" aria-label={`Pages of ${noun}`}>
      <Text size="sm" c="dimmed" role="status">
        {shown === total
          ? `${formatNumber(total)} ${noun}`
          : `${formatNumber(shown)} of ${formatNumber(total)} ${noun}`}
      </Text>
      {(hasNextPage || hasPreviousPage) && (
        <Group gap="xs">
          <Button
            variant="default"
            size="xs"
            leftSection={<IconChevronLeft size={16} aria-hidden />}
            disabled={!hasPreviousPage}
            onClick={go('before', startCursor)}
          >
            Previous
          </Button>
          <Button
            variant="default"
            size="xs"
            rightSection={<IconChevronRight size={16} aria-hidden />}
            disabled={!hasNextPage}
            onClick={go('after', endCursor)}
          >
            Next
          </Button>
        </Group>
      )}
    </Group>
  )
}
