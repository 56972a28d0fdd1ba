// npm run bench -- NAME: measures beside peers, in one run, so that the figures are ratios and not a machine's.
import { Command } from 'commander'
import { benchExport } from './export.ts'
import { benchFanout } from './fanout.ts'
import { roundTrip } from './round-trip.ts'

await new Command('bench')
  .description(
    'Measure a part of Vestibule beside its peers. Figures of one machine compare with nothing but each other.',
  )
  .addCommand(
    new Command('export')
      .description('Exports beside COPY of the same rows and beside pages read through Prisma, with memory.')
      .option('--rows <count>', 'how many investors the largest export has', Number, 1_000_000)
      .option('--rounds <count>', 'of each measurement; their median counts', Number, 3)
      .action(benchExport),
  )
  .addCommand(
    new Command('fanout')
      .description('One event to many sockets, and one to a single socket, beside ws alone, with memory.')
      .option('--sockets <count>', 'how many sockets each server holds', Number, 5_000)
      .option('--rounds <count>', 'of each measurement; their median counts', Number, 3)
      .action(benchFanout),
  )
  .addCommand(
    new Command('round-trip')
      .description(
        'Exports hostile values in every format and compares every field, read back by other libraries.',
      )
      .option('--rows <count>', 'how many investors', Number, 1_000_000)
      .action(roundTrip),
  )
  .parseAsync()
