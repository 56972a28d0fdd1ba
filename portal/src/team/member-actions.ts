// The actions on a colleague, in words.
import type { MemberFragment } from '../gql/graphql.ts'

export type MemberAction = 'grant' | 'revoke' | 'role' | 'invite' | 'deactivate' | 'reactivate'

type Texts = {
  title: string
  confirmLabel: string
  text: string | null
  /** Said once it is done. */
  done: string
  dangerous?: boolean
}

export const actionTexts: Record<MemberAction, (member: MemberFragment) => Texts> = {
  grant: ({ name }) => ({
    title: 'Grant Sensitive Data Access?',
    confirmLabel: 'Grant access',
    text: `${name} will be able to export unmasked tax ids and bank details. Devices that ask them for no code are forgotten.`,
    done: `${name} has Sensitive Data Access.`,
  }),
  revoke: ({ name }) => ({
    title: 'Remove Sensitive Data Access?',
    confirmLabel: 'Remove access',
    text: `${name} can no longer export. The files of their exports are destroyed, and downloads under way end.`,
    done: `${name} no longer has Sensitive Data Access.`,
    dangerous: true,
  }),
  role: ({ name }) => ({
    title: `Change the role of ${name}`,
    confirmLabel: 'Change role',
    text: null,
    done: `The role of ${name} was changed.`,
  }),
  invite: ({ email }) => ({
    title: 'Send the invitation again?',
    confirmLabel: 'Send invitation',
    text: `${email} gets a new link; the one before no longer works.`,
    done: `The invitation is on its way to ${email}.`,
  }),
  deactivate: ({ name, status }) => ({
    title: status === 'INVITED' ? 'Withdraw the invitation?' : `Deactivate ${name}?`,
    confirmLabel: status === 'INVITED' ? 'Withdraw invitation' : 'Deactivate',
    text: 'They are signed out everywhere, lose Sensitive Data Access, and cannot sign in until they are reactivated.',
    done: `${name} is deactivated.`,
    dangerous: true,
  }),
  reactivate: ({ name }) => ({
    title: `Reactivate ${name}?`,
    confirmLabel: 'Reactivate',
    text: 'They can sign in again, without Sensitive Data Access. Who never accepted their invitation gets a new one.',
    done: `${name} is back.`,
  }),
}
