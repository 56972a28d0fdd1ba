// Reminds members who have not verified their email. Until they do, their account cannot turn MFA on.
import { Alert, Anchor } from '@mantine/core'
import { IconMailExclamation } from '@tabler/icons-react'
import { useLocation } from 'wouter'
import { useViewer } from '../api/viewer.tsx'
import type { SignInState } from '../sign-in/sign-in-state.ts'
import { RouterLink } from '../ui/router-link.ts'

export function UnverifiedBanner() {
  const { teamMember } = useViewer()
  const [path] = useLocation()
  if (teamMember.emailVerified) return null
  return (
    <Alert color="orange" mb="xl" icon={<IconMailExclamation aria-hidden />} role="note">
      Your email is not verified yet.{' '}
      <Anchor
        component={RouterLink}
        href="/verify-email"
        state={{ from: path } satisfies SignInState}
        inherit
        underline="always"
        c="inherit"
      >
        Verify it now
      </Anchor>
    </Alert>
  )
}
