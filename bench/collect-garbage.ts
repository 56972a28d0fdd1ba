// Loaded into a server before it starts. Collects garbage at a signal, so that the server's memory is what it really holds.
process.on('SIGUSR2', () => globalThis.gc?.({ type: 'major', execution: 'sync', flavor: 'last-resort' }))
