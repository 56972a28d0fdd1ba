// The operator's commands and their help.
import { Command, InvalidArgumentError } from 'commander'
import { maxNameCharacters, parseName } from '../../account/name.ts'
import { parseEmail } from '../../auth/email/email-address.ts'
import { deactivateMember, reactivateMember } from './activation.ts'
import { createAccount } from './create-account.ts'
import { disableMfa } from './disable-mfa.ts'
import { listAccounts, listMembers } from './list.ts'
import type { Operator } from './operator.ts'
import { rotateEncryptionKey } from './rotate-encryption-key.ts'
import { setSensitiveAccess } from './sensitive-access.ts'

function requireName(text: string): string {
  const name = parseName(text)
  if (name) return name
  throw new InvalidArgumentError(`Use 1 to ${maxNameCharacters} characters, on one line.`)
}

function parseAddress(text: string): string {
  const email = parseEmail(text)
  if (email) return email
  throw new InvalidArgumentError('Use an email address such as name@example.com.')
}

const example = (text: string) => `\nExample:\n\n  npm run admin -- ${text}\n`
const yesOption = ['--yes', 'do not ask for confirmation; required without a terminal'] as const

const rotationHelp = `
Re-encrypts Tax IDs, bank accounts, keys of export files and export filters while servers and workers run. You can
stop it and run it again at any time. To rotate the key:

  1. Make a new key:                                     openssl rand -base64 32
  2. If you replace processes one by one, first restart all of them with the new key as a further key:
     DECRYPTION_KEYS=new                                 with ENCRYPTION_KEY=old
  3. Start every process with ENCRYPTION_KEY=new and     DECRYPTION_KEYS=old
  4. With the same two variables, run:                   npm run admin -- rotate-encryption-key
  5. When it says that no stored value uses the old key, remove DECRYPTION_KEYS.

A process whose ENCRYPTION_KEY was rotated out cannot encrypt anything: it fails and says why. The command also works
without an old key. It then upgrades values that an older version stored.
`

/** Runs a command as the operator of an installation. */
type RunAsOperator = (command: (operator: Operator) => Promise<void>) => Promise<void>

/** Makes the commands. `run` runs a command's action. */
export function createProgram(run: RunAsOperator): Command {
  const program = new Command('admin')
    .usage('<command> [options]')
    .description(
      'Manages accounts and their teams. The audit table records every change as made by the operator.',
    )
    .addHelpText(
      'after',
      '\nUses the database of DATABASE_URL or, outside production, the one in DATA_DIR.\n',
    )

  addAccountCommands(program, run)
  addAccessCommands(program, run)
  addSignInCommands(program, run)
  program
    .command('rotate-encryption-key')
    .description('encrypt every stored value with the newest ENCRYPTION_KEY')
    .addHelpText('after', rotationHelp)
    .action(() => run(rotateEncryptionKey))
  return program
}

function addAccountCommands(program: Command, run: RunAsOperator): void {
  program
    .command('create-account')
    .description('create an account, and invite its first Super Admin, who has Sensitive Data Access')
    .argument('<name>', "the sponsor's name", requireName)
    .requiredOption('--email <address>', "the Super Admin's email", parseAddress)
    .requiredOption('--name <name>', "the Super Admin's full name", requireName)
    .addHelpText(
      'after',
      example(
        'create-account "Summit Ridge Capital" --email margaret@summitridge.example --name "Margaret Okafor"',
      ),
    )
    .action((accountName: string, { email, name }: { email: string; name: string }) =>
      run((operator) => createAccount(operator, { accountName, email, name })),
    )

  program
    .command('list-accounts')
    .description('show every account, and whether MFA is on')
    .action(() => run(listAccounts))

  program
    .command('list-members')
    .description("show an account's team")
    .argument('<account>', "the account's name")
    .addHelpText('after', example('list-members "Summit Ridge Capital"'))
    .action((account: string) => run((operator) => listMembers(operator, account)))
}

function addAccessCommands(program: Command, run: RunAsOperator): void {
  program
    .command('grant-sensitive-access')
    .description('let a member see and export full Tax IDs and bank accounts')
    .argument('<email>', "the member's email")
    .option(...yesOption)
    .addHelpText('after', example('grant-sensitive-access daniel@summitridge.example'))
    .action((email: string, { yes = false }: { yes?: boolean }) =>
      run((operator) => setSensitiveAccess(operator, email, true, yes)),
    )

  program
    .command('revoke-sensitive-access')
    .description('revoke Sensitive Data Access; never from the last active Super Admin who has it')
    .argument('<email>', "the member's email")
    .option(...yesOption)
    .addHelpText('after', example('revoke-sensitive-access daniel@summitridge.example'))
    .action((email: string, { yes = false }: { yes?: boolean }) =>
      run((operator) => setSensitiveAccess(operator, email, false, yes)),
    )
}

function addSignInCommands(program: Command, run: RunAsOperator): void {
  program
    .command('disable-mfa')
    .description('turn multi-factor authentication off for an account, for example when its mail is down')
    .argument('<account-or-email>', "the account's name, or the email of one of its members")
    .option(...yesOption)
    .addHelpText('after', example('disable-mfa "Summit Ridge Capital"'))
    .action((nameOrEmail: string, { yes = false }: { yes?: boolean }) =>
      run((operator) => disableMfa(operator, nameOrEmail, yes)),
    )

  program
    .command('deactivate')
    .description('sign a member out everywhere, and stop them from signing in')
    .argument('<email>', "the member's email")
    .option(...yesOption)
    .addHelpText('after', example('deactivate daniel@summitridge.example'))
    .action((email: string, { yes = false }: { yes?: boolean }) =>
      run((operator) => deactivateMember(operator, email, yes)),
    )

  program
    .command('reactivate')
    .description('let a deactivated member sign in again, but without Sensitive Data Access')
    .argument('<email>', "the member's email")
    .addHelpText('after', example('reactivate daniel@summitridge.example'))
    .action((email: string) => run((operator) => reactivateMember(operator, email)))
}
