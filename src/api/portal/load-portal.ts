// Reads the built portal (portal/dist) once, at the start. Only files of this list are served, so no request path can
// lead out of the directory.
import { createHash } from 'node:crypto'
import { readdir, readFile } from 'node:fs/promises'
import { extname, join, relative, sep } from 'node:path'
import { promisify } from 'node:util'
import { gzip } from 'node:zlib'

export type PortalFile = {
  contentType: string
  body: Buffer
  /** Null where compression does not make it smaller. */
  gzipped: Buffer | null
  /** Whether the file's name changes with its content. */
  hashed: boolean
  etag: string
}

export type Portal = {
  /** The template of the one page that serves every address: see `renderIndex`. */
  index: string
  /** By path, such as `/assets/main-Bx12ab.js`. */
  files: ReadonlyMap<string, PortalFile>
}

const contentTypes: Record<string, string> = {
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.svg': 'image/svg+xml',
  '.woff2': 'font/woff2',
}

const compress = promisify(gzip)

/** Reads the built portal. @returns null when it was not built. */
export async function loadPortal(directory: string): Promise<Portal | null> {
  const index = await readFile(join(directory, 'index.html'), 'utf8').catch(() => null)
  if (index === null) return null
  const entries = await readdir(directory, { recursive: true, withFileTypes: true })
  const files = new Map<string, PortalFile>()
  for (const entry of entries) {
    const contentType = contentTypes[extname(entry.name)]
    if (!entry.isFile() || !contentType) continue
    const path = join(entry.parentPath, entry.name)
    files.set(`/${relative(directory, path).split(sep).join('/')}`, await readPortalFile(path, contentType))
  }
  return { index, files }
}

async function readPortalFile(path: string, contentType: string): Promise<PortalFile> {
  const body = await readFile(path)
  const gzipped = await compress(body, { level: 9 })
  return {
    contentType,
    body,
    gzipped: gzipped.length < body.length ? gzipped : null,
    hashed: path.includes(`${sep}assets${sep}`),
    etag: `"${createHash('sha256').update(body).digest('base64url').slice(0, 22)}"`,
  }
}
