// The portal's addresses, and the page that each loads. src/api/portal/serve-portal.ts has the same list: a test compares.
import { type ComponentType, type LazyExoticComponent, lazy } from 'react'

export type PageEntry = {
  /**
   * `signed-out`: for members who are not signed in. `link`: opened by a link in an email, for everyone.
   * `plain`: for signed-in members, without the navigation. `portal`: for signed-in members.
   */
  frame: 'signed-out' | 'link' | 'plain' | 'portal'
  component: LazyExoticComponent<ComponentType>
}

const page = (frame: PageEntry['frame'], load: () => Promise<{ default: ComponentType }>): PageEntry => ({
  frame,
  component: lazy(load),
})

export const pages: Record<string, PageEntry> = {
  '/': page('portal', () => import('./home-page.tsx')),
  '/sign-in': page('signed-out', () => import('../sign-in/sign-in-page.tsx')),
  '/sign-in/code': page('signed-out', () => import('../sign-in/sign-in-code-page.tsx')),
  '/forgot-password': page('signed-out', () => import('../sign-in/forgot-password-page.tsx')),
  '/reset-password': page('link', () => import('../sign-in/links/reset-password-page.tsx')),
  '/accept-invitation': page('link', () => import('../sign-in/links/accept-invitation-page.tsx')),
  '/not-me': page('link', () => import('../sign-in/links/not-me-page.tsx')),
  '/verify-email': page('plain', () => import('../profile/verify-email-page.tsx')),
  '/investors': page('portal', () => import('../investors/investors-page.tsx')),
  '/exports': page('portal', () => import('../exports/exports-page.tsx')),
  '/profile': page('portal', () => import('../profile/profile-page.tsx')),
  '/settings/security': page('portal', () => import('../security/security-page.tsx')),
  '/settings/team': page('portal', () => import('../team/team-page.tsx')),
}
