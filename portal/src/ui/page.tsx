// What every page has: its title, in the window's too, which a change of page moves the focus to.
import { Box, Group, Stack, Text, Title } from '@mantine/core'
import { type ReactNode, useEffect, useRef } from 'react'

/** Not at the first page: there the browser's own beginning is the right place. */
let pagesShown = 0

export function usePageTitle(title: string): void {
  useEffect(() => {
    document.title = `${title} · Vestibule`
  }, [title])
}

export function PageTitle({ children }: { children: string }) {
  const heading = useRef<HTMLHeadingElement>(null)
  usePageTitle(children)
  useEffect(() => {
    pagesShown += 1
    // A field that took the focus itself, such as a code's, keeps it.
    const typing = document.activeElement instanceof HTMLInputElement
    if (pagesShown > 1 && !typing) heading.current?.focus({ preventScroll: true })
    window.scrollTo(0, 0)
  }, [])
  return (
    <Title order={1} ref={heading} tabIndex={-1}>
      {children}
    </Title>
  )
}

type PageProps = { title: string; description?: ReactNode; actions?: ReactNode; children: ReactNode }

export function Page({ title, description, actions, children }: PageProps) {
  return (
    <Stack gap="xl">
      <Group justify="space-between" align="flex-end" gap="md">
        <Box maw={640} flex="1 1 280px">
          <PageTitle>{title}</PageTitle>
          {description && (
            <Text c="dimmed" mt={6}>
              {description}
            </Text>
          )}
        </Box>
        {actions}
      </Group>
      {children}
    </Stack>
  )
}
