// The browser of the browser tests. It comes out of an npm package, with the libraries and the font that it needs, so
// that it is there on a bare machine and the same on every one; where it does not run, the machine's own is taken.
import { execFile } from 'node:child_process'
import { mkdtemp, rename, rm, stat, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { type Browser, chromium, type LaunchOptions } from 'playwright-core'
import { projectDir } from './process.ts'

const packageDir = join(projectDir, 'node_modules', '@sparticuz', 'chromium')
/** In the package's own directory: another version of it begins anew. */
const unpackedDir = join(packageDir, 'unpacked')

/** What may be started, in this order. */
const candidates: { name: string; find: () => Promise<LaunchOptions> }[] = [
  { name: '@sparticuz/chromium', find: findPackaged },
  { name: '/usr/bin/chromium', find: async () => ({ executablePath: '/usr/bin/chromium' }) },
  { name: 'Google Chrome', find: async () => ({ channel: 'chrome' }) },
]

/** Starts a browser; null where none can be started, after saying why. */
export async function launchChromium(): Promise<Browser | null> {
  const reasons: string[] = []
  for (const { name, find } of candidates) {
    try {
      // It opens this project's own pages alone. Its sandbox wants what containers and root do not have.
      return await chromium.launch({ ...(await find()), chromiumSandbox: false })
    } catch (error) {
      reasons.push(`  ${name}: ${String(error).split('\n', 4).join(' ')}`)
    }
  }
  process.stderr.write(
    `The browser tests are skipped: no browser can be started.\n${reasons.join('\n')}\nAny Chromium in /usr/bin will do.\n`,
  )
  return null
}

async function findPackaged(): Promise<LaunchOptions> {
  if (process.platform !== 'linux' || process.arch !== 'x64') throw new Error('It is for Linux on x64')
  if (!(await stat(unpackedDir).catch(() => null))) await unpack()
  return {
    executablePath: join(unpackedDir, 'chromium'),
    args: ['--font-render-hinting=none'],
    env: {
      PATH: process.env.PATH,
      HOME: unpackedDir,
      LD_LIBRARY_PATH: join(unpackedDir, 'al2023', 'lib'),
      FONTCONFIG_FILE: join(unpackedDir, 'fonts.conf'),
    },
  }
}

/** Has the package unpack itself. Several test files may do so at once: whoever is second throws its own away. */
async function unpack(): Promise<void> {
  const dir = await mkdtemp(join(packageDir, 'unpacking-'))
  const work = `import chromium from '@sparticuz/chromium'; await chromium.executablePath()`
  await promisify(execFile)(process.execPath, ['--input-type=module', '--eval', work], {
    cwd: projectDir,
    // It unpacks into the directory for temporary files; its libraries only where it believes to be on Lambda.
    env: { PATH: process.env.PATH, TMPDIR: dir, AWS_EXECUTION_ENV: 'AWS_Lambda_nodejs24.x' },
  })
  await writeFile(join(dir, 'fonts.conf'), fontConfig)
  await rename(dir, unpackedDir).catch(async (error) => {
    await rm(dir, { recursive: true, force: true })
    if (!(await stat(unpackedDir).catch(() => null))) throw error
  })
}

/** Its one font and no other: pages are as wide on every machine. */
const fontConfig = `<?xml version="1.0"?>
<!DOCTYPE fontconfig SYSTEM "fonts.dtd">
<fontconfig>
  <dir>${join(unpackedDir, 'fonts', 'fonts')}</dir>
  <cachedir>${join(unpackedDir, 'fonts-cache')}</cachedir>
</fontconfig>
`
