// Shows the page of the current address, in its frame.
import { Center, Loader } from '@mantine/core'
import { lazy, type ReactNode, Suspense } from 'react'
import { useLocation } from 'wouter'
import { SignInFrame } from '../sign-in/sign-in-frame.tsx'
import { SignedIn, SignedOut } from './gates.tsx'
import { NotFoundPage } from './not-found-page.tsx'
import { type PageEntry, pages } from './pages.ts'

// Signing in needs none of it.
const PortalFrame = lazy(() => import('./portal-frame.tsx'))

export function App() {
  const [path] = useLocation()
  const page = Object.hasOwn(pages, path) ? pages[path] : undefined
  if (!page) return <NotFoundPage />
  const content = (
    // With a key for each address, a page that is opened again starts afresh.
    <Suspense fallback={<PageLoading />} key={path}>
      <page.component />
    </Suspense>
  )
  return <Frame name={page.frame}>{content}</Frame>
}

function Frame({ name, children }: { name: PageEntry['frame']; children: ReactNode }) {
  if (name === 'link') return <SignInFrame>{children}</SignInFrame>
  if (name === 'signed-out') {
    return (
      <SignInFrame>
        <SignedOut>{children}</SignedOut>
      </SignInFrame>
    )
  }
  return (
    <SignedIn>
      <Suspense fallback={<PageLoading />}>
        {name === 'plain' ? <SignInFrame>{children}</SignInFrame> : <PortalFrame>{children}</PortalFrame>}
      </Suspense>
    </SignedIn>
  )
}

function PageLoading() {
  return (
    <Center mih={240}>
      <Loader aria-label="Loading" role="status" size="sm" />
    </Center>
  )
}
