// What every page has. Its title is the window's too, and takes the focus when the page changes.
import { Box, Group, Stack, Text, Title } from '@mantine/core'
import { type ReactNode, useEffect, useRef } from 'react'

/** The first page keeps the focus where the browser puts it. */
let pagesShown = 0

export function PageTitle({ children }: { children: string }) {
  const heading = useRef<HTMLHeadingElement>(null)
  useEffect(() => {
    document.title = `${children} · Vestibule`
  }, [children])
  useEffect(() => {
    pagesShown += 1
    // A field that took the focus itself, such as a code's first box, keeps it.
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
