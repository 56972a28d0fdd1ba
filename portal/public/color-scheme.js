// Before anything is drawn: the colours that were chosen last, or else the system's. A file of its own, because the
// Content-Security-Policy lets no inline script run.
;(() => {
  let chosen = null
  try {
    chosen = window.localStorage.getItem('mantine-color-scheme-value')
  } catch {
    // Storage may be closed to this page; the system's colours will do.
  }
  const dark = window.matchMedia('(prefers-color-scheme: dark)').matches
  const scheme = chosen === 'light' || chosen === 'dark' ? chosen : dark ? 'dark' : 'light'
  document.documentElement.setAttribute('data-mantine-color-scheme', scheme)
})()
