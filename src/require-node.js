// Loaded before anything else, and plain JavaScript on purpose: a Node that is too old can read it and say so in one
// line, instead of failing on the first TypeScript file.
const required = 24
const running = Number(process.versions.node.split('.')[0])
if (running < required) {
  process.stderr.write(
    `This needs Node.js ${required} or later but runs on ${process.versions.node}. ` +
      'Run `npm ci`, which installs Node 24, and start it with `npm start`.\n',
  )
  process.exit(1)
}
