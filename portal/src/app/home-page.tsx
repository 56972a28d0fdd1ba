// The first page after signing in.
import { Redirect } from 'wouter'

export default function HomePage() {
  return <Redirect to="/investors" replace />
}
