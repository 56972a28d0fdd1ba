// A section of a page, on its own card.
import { Box, Paper, Stack, Text, Title } from '@mantine/core'
import { type ReactNode, useId } from 'react'

type SectionProps = { title: string; description?: ReactNode; children: ReactNode }

export function Section({ title, description, children }: SectionProps) {
  const id = useId()
  return (
    <Paper component="section" aria-labelledby={id} withBorder p={{ base: 'md', sm: 'xl' }}>
      <Stack gap="lg">
        <Box>
          <Title order={2} id={id}>
            {title}
          </Title>
          {description && (
            <Text c="dimmed" size="sm" mt={4} maw={640}>
              {description}
            </Text>
          )}
        </Box>
        {children}
      </Stack>
    </Paper>
  )
}
