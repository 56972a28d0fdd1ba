// The component library's theme: one accent color, system fonts.
import { type CSSVariablesResolver, createTheme, type MantineColorsTuple } from '@mantine/core'

const pine: MantineColorsTuple = [
  '#eef6f2',
  '#dcebe4',
  '#bad9cb',
  '#94c4af',
  '#76b59b',
  '#4f987c',
  '#357f64',
  '#28664f',
  '#1d4d3e',
  '#13352b',
]

const sans = "-apple-system, BlinkMacSystemFont, 'Segoe UI', Roboto, Helvetica, Arial, sans-serif"

export const theme = createTheme({
  colors: { pine },
  primaryColor: 'pine',
  primaryShade: { light: 8, dark: 6 },
  defaultRadius: 'md',
  fontFamily: sans,
  fontFamilyMonospace: 'ui-monospace, SFMono-Regular, Menlo, Consolas, monospace',
  headings: {
    fontFamily: sans,
    fontWeight: '600',
    sizes: {
      h1: { fontSize: '1.625rem', lineHeight: '1.25' },
      h2: { fontSize: '1.125rem', lineHeight: '1.4' },
      h3: { fontSize: '1rem', lineHeight: '1.4' },
    },
  },
  respectReducedMotion: true,
  components: {
    Modal: {
      defaultProps: { centered: true, padding: 'lg', closeButtonProps: { 'aria-label': 'Close' } },
      styles: { title: { fontWeight: 600, fontSize: '1.125rem' } },
    },
    // A menu may contain only items (WAI-ARIA), so not the placeholder that takes the first focus.
    Menu: { defaultProps: { withInitialFocusPlaceholder: false, withinPortal: true } },
    Notification: {
      defaultProps: { closeButtonProps: { 'aria-label': 'Dismiss' } },
      styles: { description: { color: 'var(--mantine-color-dimmed)' } },
    },
    PasswordInput: {
      defaultProps: { visibilityToggleButtonProps: { 'aria-label': 'Show or hide the password' } },
    },
    Badge: { defaultProps: { variant: 'light', tt: 'none', fw: 500, radius: 'sm' } },
    Tooltip: { defaultProps: { withArrow: true } },
  },
})

/** The library's greys, red and orange are too pale for text (WCAG 1.4.3). */
export const readableColors: CSSVariablesResolver = () => ({
  variables: {},
  light: {
    '--mantine-color-dimmed': '#5b5f66',
    '--mantine-color-placeholder': '#6b7077',
    '--mantine-color-error': '#b42318',
    '--mantine-color-orange-light': '#fdf1e3',
    '--mantine-color-orange-light-color': '#8a3f06',
    '--mantine-color-red-light': '#fdeceb',
    '--mantine-color-red-light-color': '#a3201a',
    '--mantine-color-blue-light-color': '#14508a',
    '--page-background': '#f6f5f2',
  },
  dark: {
    '--mantine-color-dimmed': '#b3b3b0',
    '--mantine-color-placeholder': '#9a9a97',
    '--mantine-color-error': '#ff9c91',
    '--mantine-color-body': '#1f1f1e',
    '--mantine-color-pine-light': '#22382f',
    '--mantine-color-pine-light-hover': '#2a4439',
    '--mantine-color-pine-light-color': '#b5dccb',
    '--mantine-color-gray-light': '#333331',
    '--mantine-color-gray-light-color': '#d4d4d1',
    '--mantine-color-orange-light': '#3a2a18',
    '--mantine-color-orange-light-color': '#ffc078',
    '--mantine-color-red-light': '#3d2220',
    '--mantine-color-red-light-color': '#ffb0a8',
    '--mantine-color-blue-light': '#1e2f42',
    '--mantine-color-blue-light-color': '#a5d0ff',
    '--page-background': '#161615',
  },
})

/** The page's nonce, which the Content-Security-Policy demands of the library's style elements. */
export const styleNonce = (): string =>
  document.querySelector<HTMLMetaElement>('meta[property="csp-nonce"]')?.nonce ?? ''
