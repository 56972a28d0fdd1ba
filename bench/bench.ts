// npm run bench -- NAME: measures beside peers, in one run, so that the figures are ratios and not a machine's.
import { Command } from 'commander'
import { benchExport } from './export.ts'

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
  .parseAsync()
