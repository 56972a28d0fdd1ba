// Loaded before anything else, and plain JavaScript on purpose: a Node that is too old can read it and say so in one
// line, instead of failing on the first TypeScript file.
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

// Keeps the stripped and compiled TypeScript: a start takes half the time from the second one on. In the project and
// not, as by default, in the directory for temporary files, where another user could lay out code for this one. Where
// it cannot be written, nothing is kept.
module.enableCompileCache(fileURLToPath(new URL('../node_modules/.cache/node', import.meta.url)))
