// Loaded before anything else. It is plain JavaScript, so that a Node that is too old can run it and say so in one line,
// instead of failing at the first TypeScript file.
import module from 'node:module'
import { fileURLToPath } from 'node:url'

const required = 24
const running = Number(process.versions.node.split('.')[0])
if (running < required) {
  process.stderr.write(
    `Vestibule needs Node.js ${required} or later, but this is ${process.versions.node}. ` +
      `Run \`npm ci\`, which installs Node ${required}, and then \`npm start\`.\n`,
  )
  process.exit(1)
}

// Caches the compiled TypeScript, which halves the time of later starts. The cache is in the project, not in the directory
// for temporary files, where another user could plant code. If the directory is not writable, nothing is cached.
module.enableCompileCache(fileURLToPath(new URL('../node_modules/.cache/node', import.meta.url)))
