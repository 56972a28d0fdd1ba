// npm run admin -- COMMAND: the operator's commands.
import { asOperator } from './admin/operator.ts'
import { createProgram } from './admin/program.ts'
import { describeError } from './describe-error.ts'

try {
  await createProgram((command) => asOperator(command)).parseAsync()
} catch (error) {
  process.stderr.write(
    `${describeError(error, 'so the command may or may not have taken effect. Check before you repeat it.')}\n`,
  )
  process.exitCode = 1
}
