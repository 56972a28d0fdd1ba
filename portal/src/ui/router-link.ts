// The router's link as a component of the library's: its own type is generic, which `component={…}` cannot pass on.
import type { ComponentProps, ReactNode } from 'react'
import { Link } from 'wouter'

type RouterLinkProps = ComponentProps<'a'> & { href: string; state?: unknown; replace?: boolean }

export const RouterLink = Link as (props: RouterLinkProps) => ReactNode
