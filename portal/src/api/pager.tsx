// Pages of a list, by the API's cursors. The address holds the cursor, so the browser's back button goes back a page.
import { Button, Group, Text } from '@mantine/core'
import { IconChevronLeft, IconChevronRight } from '@tabler/icons-react'
import { useMemo } from 'react'
import { useSearchParams } from 'wouter'
import type { PageCursorsFragment } from '../gql/graphql.ts'
import { formatNumber } from '../ui/format.ts'

type PageVariables = { first?: number; after?: string; last?: number; before?: string }

/** The arguments that ask the API for the address's page. */
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
  const { startCursor, endCursor, hasNextPage, hasPreviousPage } = cursors
  const goTo = useGoTo()
  const all = `${formatNumber(total)} ${noun}`
  return (
    <Group justify="space-between" component="nav" aria-label={`Pages of ${noun}`}>
      <Text size="sm" c="dimmed" role="status">
        {shown === total ? all : `${formatNumber(shown)} of ${all}`}
      </Text>
      {(hasNextPage || hasPreviousPage) && (
        <Group gap="xs">
          <Button
            variant="default"
            size="xs"
            leftSection={<IconChevronLeft size={16} aria-hidden />}
            disabled={!hasPreviousPage}
            onClick={() => goTo('before', startCursor)}
          >
            Previous
          </Button>
          <Button
            variant="default"
            size="xs"
            rightSection={<IconChevronRight size={16} aria-hidden />}
            disabled={!hasNextPage}
            onClick={() => goTo('after', endCursor)}
          >
            Next
          </Button>
        </Group>
      )}
    </Group>
  )
}

function useGoTo(): (name: 'after' | 'before', cursor: string | null | undefined) => void {
  const [, setParams] = useSearchParams()
  return (name, cursor) => {
    setParams((params) => {
      params.delete('after')
      params.delete('before')
      if (cursor) params.set(name, cursor)
      return params
    })
  }
}
