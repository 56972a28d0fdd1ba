// The logo: a doorway.
export function Logo({ size = 32 }: { size?: number }) {
  return (
    <svg width={size} height={size} viewBox="0 0 32 32" aria-hidden="true">
      <rect width="32" height="32" rx="7" fill="var(--mantine-color-pine-8)" />
      <path d="M8.5 25V14.5a7.5 7.5 0 0 1 15 0V25h-4V14.5a3.5 3.5 0 0 0-7 0V25z" fill="#f4f3ef" />
    </svg>
  )
}
