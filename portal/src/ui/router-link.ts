// The router's link for `component={…}` of the component library, which cannot pass on the generic type of Link.
import type { ComponentProps, ReactNode } from 'react'
import { Link } from 'wouter'

type RouterLinkProps = ComponentProps<'a'> & { href: string; state?: unknown; replace?: boolean }

export const RouterLink = Link as (props: RouterLinkProps) => ReactNode
