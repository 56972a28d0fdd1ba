// Admin settings › General: multi-factor authentication for the whole account.
import { Alert, Badge, Button, Group, Skeleton, Stack, Switch, Text } from '@mantine/core'
import { IconLock } from '@tabler/icons-react'
import { type FormEvent, useState } from 'react'
import { useQuery } from 'urql'
import { LoadError } from '../api/load-error.tsx'
import { useSend } from '../api/use-send.ts'
import { useViewer } from '../api/viewer.tsx'
import { type MfaFragment, SecurityDocument, UpdateMfaSettingsDocument } from '../gql/graphql.ts'
import { refusalOf, useReauthenticated } from '../profile/reauthentication.tsx'
import { ErrorMessage, toastSuccess } from '../ui/messages.tsx'
import { Page } from '../ui/page.tsx'
import { RelativeTime } from '../ui/relative-time.tsx'
import { Section } from '../ui/section.tsx'
import { UnverifiedMembers } from './unverified-members.tsx'

export default function SecurityPage() {
  const [{ data, error }, load] = useQuery({ query: SecurityDocument, requestPolicy: 'cache-and-network' })
  const settings = data?.viewer?.account.mfaSettings
  return (
    <Page title="General" description="Settings for everybody in your account.">
      <Section
        title="Multi-factor authentication"
        description="With it on, signing in asks every team member for a code that is sent by email, beside the password."
      >
        {settings && <MfaForm key={`${settings.enabled}${settings.rememberMeAllowed}`} settings={settings} />}
        {!settings && (error ? <LoadError error={error} retry={load} /> : <FormSkeleton />)}
      </Section>
    </Page>
  )
}

function FormSkeleton() {
  return (
    <Stack role="status" aria-label="Loading">
      <Skeleton height={24} width={280} />
      <Skeleton height={24} width={360} />
      <Skeleton height={36} width={96} />
    </Stack>
  )
}

function MfaForm({ settings }: { settings: MfaFragment }) {
  const { sensitiveDataAccess: mayChange } = useViewer().teamMember
  const [enabled, setEnabled] = useState(settings.enabled)
  const [rememberMeAllowed, setRememberMeAllowed] = useState(settings.rememberMeAllowed)
  const { busy, error, unverified, save } = useSave()
  const changed = enabled !== settings.enabled || rememberMeAllowed !== settings.rememberMeAllowed
  const waitingFor = unverified ?? (settings.enabled ? [] : settings.unverifiedTeamMembers)
  const submit = (event: FormEvent) => {
    event.preventDefault()
    void save({ enabled, rememberMeAllowed })
  }
  return (
    <form onSubmit={submit}>
      <Stack gap="lg">
        <Status settings={settings} />
        {!mayChange && <CannotChange />}
        <Switch
          label="Require a code at sign-in"
          description="For every team member. Turning it on or off forgets all remembered devices."
          checked={enabled}
          disabled={!mayChange}
          onChange={(event) => setEnabled(event.currentTarget.checked)}
        />
        <Switch
          label={`Allow remembering browsers for ${settings.rememberMeDays} days`}
          description="Members may then choose that no code is asked for on their device."
          checked={rememberMeAllowed}
          disabled={!mayChange}
          onChange={(event) => setRememberMeAllowed(event.currentTarget.checked)}
        />
        <ErrorMessage>{error}</ErrorMessage>
        {waitingFor.length > 0 && <UnverifiedMembers members={waitingFor} />}
        <SaveButton busy={busy} disabled={!mayChange || !changed} />
      </Stack>
    </form>
  )
}

const SaveButton = ({ busy, disabled }: { busy: boolean; disabled: boolean }) => (
  <Group>
    <Button type="submit" loading={busy} disabled={disabled}>
      Save
    </Button>
  </Group>
)

type Unverified = MfaFragment['unverifiedTeamMembers']

function useSave() {
  const [busy, updateMfaSettings] = useSend(UpdateMfaSettingsDocument)
  const reauthenticated = useReauthenticated()
  const [error, setError] = useState<string | null>(null)
  const [unverified, setUnverified] = useState<Unverified | null>(null)
  const save = async (input: { enabled: boolean; rememberMeAllowed: boolean }) => {
    setError(null)
    const answer = await reauthenticated(() => updateMfaSettings({ input }))
    setError(refusalOf(answer))
    setUnverified(answer.__typename === 'UnverifiedTeamMembersError' ? answer.teamMembers : null)
    if (answer.__typename === 'UpdateMfaSettingsSuccess')
      toastSuccess('Saved. Every team member is told by email.')
  }
  return { busy, error, unverified, save }
}

function Status({ settings: { enabled, updatedAt, updatedBy } }: { settings: MfaFragment }) {
  return (
    <Group gap="sm">
      <Badge size="lg" color={enabled ? 'pine' : 'gray'}>
        {enabled ? 'On' : 'Off'}
      </Badge>
      {updatedAt && (
        <Text size="sm" c="dimmed">
          changed {updatedBy && `by ${updatedBy.name} `}
          <RelativeTime at={updatedAt} />
        </Text>
      )}
    </Group>
  )
}

function CannotChange() {
  return (
    <Alert color="gray" icon={<IconLock aria-hidden />} role="note" title="You cannot change this">
      Only members with Sensitive Data Access can. A Super Admin of your account can grant it to you.
    </Alert>
  )
}
