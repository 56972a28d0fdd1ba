// npm run bench -- NAME: measures Vestibule and its peers in one run, so that the results are ratios that do not depend on
// the machine.
import { Command } from 'commander'
import { benchExport } from './export.ts'
import { benchFanout } from './fanout.ts'
import { roundTrip } from './round-trip.ts'

await new Command('bench')
  .description('Measure a part of Vestibule and its peers. Compare figures only with others of the same run.')
  .addCommand(
    new Command('export')
      .description(
        'Compare exports with COPY of the same rows and with pages through Prisma. Measure memory.',
      )
      .option('--rows <count>', 'how many investors the largest export has', Number, 1_000_000)
      .option('--rounds <count>', 'of each measurement; their median counts', Number, 3)
      .action(benchExport),
  )
  .addCommand(
    new Command('fanout')
      .description(
        'Send one event to many sockets and to a single one. Compare with plain ws. Measure memory.',
      )
      .option('--sockets <count>', 'how many sockets each server holds', Number, 5_000)
      .option('--rounds <count>', 'of each measurement; their median counts', Number, 3)
      .action(benchFanout),
  )
  .addCommand(
    new Command('round-trip')
      .description(
        'Export hostile values in every format, read them back with other libraries, and compare every field.',
      )
      .option('--rows <count>', 'how many investors', Number, 1_000_000)
      .action(roundTrip),
  )
  .parseAsync()
