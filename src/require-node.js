// Loaded before anything else, and plain JavaScript on purpose: a Node that is too old must still be able to
// read it, and say so in one line instead of failing on the first TypeScript file.
const required = 24
const running = Number(process.versions.node.split('.')[0])
if (running < required) {
  process.stderr.write(
    `This needs Node.js ${required} or later, and is running on ${process.versions.node}. ` +
      'Run `npm ci` (which brings its own Node 24) and start it with `npm start`.\n',
  )
  process.exit(1)
}
