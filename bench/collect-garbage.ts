// Loaded into a server before it starts: collects its garbage when told, so that its memory is what it holds.
process.on('SIGUSR2', () => globalThis.gc?.({ type: 'major', execution: 'sync', flavor: 'last-resort' }))
