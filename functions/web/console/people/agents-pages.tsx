import type { Agent } from '../../../../shared/domain/people.ts'
import type { ListedSession } from '../../../../shared/use-cases/sessions.ts'
import { routes } from '../../routes.ts'
import { useStrings } from '../../strings.ts'
import { type Option, PostForm } from '../../ui/fields.tsx'
import type { FormState } from '../../ui/form-state.ts'
import { Icon } from '../../ui/icon.tsx'
import { Avatar } from '../../ui/marks.tsx'
import { ConsolePage } from '../../ui/page.tsx'
import { SettingsFrame } from '../../ui/settings-frame.tsx'
import type { View } from '../../ui/view.ts'
import { When } from '../../ui/when.tsx'
import { AgentFields } from './agent-fields.tsx'
import { Confirm } from './confirm.tsx'
import { SessionList } from './session-list.tsx'

/** Who works at the desk, by name. */
export function AgentsPage(props: { view: View; agents: readonly Agent[]; nextCursor: string | null }) {
  const { agents: words, role } = useStrings()
  const { view, agents, nextCursor } = props
  return (
    <ConsolePage view={view} title={words.title} section="settings">
      <SettingsFrame view={view} current="agents">
        <div class="head">
          <h1>{words.title}</h1>
          <a class="button button-primary" href={routes.newAgent.href({})}>
            <Icon name="plus" />
            {words.invite}
          </a>
          <p class="lead">{words.lead}</p>
        </div>
        <ul class="facts-rows facts-card">
          {agents.map(agent => (
            <li class="facts-row">
              <Avatar name={agent.name} />
              <div class="facts-main">
                <p class="facts-name">
                  <a href={routes.agent.href({ agentId: agent.id })}>{agent.name}</a>
                  {agent.disabled && <span class="pill">{words.disabled}</span>}
                </p>
                <p class="faint facts-mail">{agent.email}</p>
              </div>
              <p class="facts-side">
                {role[agent.role]}
                <span class="faint">
                  {agent.clientIds === undefined
                    ? words.everyClient
                    : words.someCount(agent.clientIds.length)}
                </span>
              </p>
            </li>
          ))}
        </ul>
        {nextCursor !== null && (
          <p class="pages">
            <a class="button" rel="next" href={routes.agents.href({}, { cursor: nextCursor })}>
              {words.more}
            </a>
          </p>
        )}
      </SettingsFrame>
    </ConsolePage>
  )
}

/** Asks who is to work at the desk. */
export function NewAgentPage(props: { view: View; form: FormState; clients: readonly Option[] }) {
  const words = useStrings().agents
  const { view, form, clients } = props
  return (
    <ConsolePage view={view} title={words.invite} section="settings">
      <SettingsFrame view={view} current="agents">
        <BackToAgents />
        <div class="head">
          <h1>{words.invite}</h1>
          <p class="lead">{words.inviteLead}</p>
        </div>
        <PostForm class="sheet" action={routes.newAgent.href({})} token={view.formToken}>
          <AgentFields form={form} clients={clients} />
          <div class="sheet-foot">
            <button type="submit" class="button button-primary">
              {words.inviteSubmit}
            </button>
          </div>
        </PostForm>
      </SettingsFrame>
    </ConsolePage>
  )
}

export interface AgentPageProps {
  view: View
  agent: Agent
  form: FormState
  clients: readonly Option[]
  sessions: readonly ListedSession[]
  hereId: string
  /** What was just done. */
  done?: 'saved' | 'invited' | 'signedOut' | undefined
}

/** One agent: what they may do, where they are signed in, and whether they may be. */
export function AgentPage({ view, agent, form, clients, sessions, hereId, done }: AgentPageProps) {
  const words = useStrings().agents
  const here = { agentId: agent.id }
  return (
    <ConsolePage view={view} title={agent.name} section="settings">
      <SettingsFrame view={view} current="agents">
        <BackToAgents />
        <div class="head">
          <h1>{agent.name}</h1>
          {agent.disabled && <span class="pill">{words.disabled}</span>}
        </div>
        {done !== undefined && (
          <p class="notice notice-good" role="status">
            <Icon name="resolved" />
            {words[done]}
          </p>
        )}
        <PostForm class="sheet" action={routes.agent.href(here)} token={view.formToken}>
          <h2>{words.details}</h2>
          <input type="hidden" name="version" value={String(agent.version)} />
          <AgentFields form={form} clients={clients} />
          <div class="sheet-foot">
            <button type="submit" class="button button-primary">
              {words.save}
            </button>
          </div>
        </PostForm>
        <section class="sheet" aria-labelledby="agent-sessions">
          <h2 id="agent-sessions">{words.signedIn}</h2>
          <SessionList
            view={view}
            sessions={sessions}
            hereId={hereId}
            endHref={sessionId => routes.agentSession.href({ ...here, sessionId })}
          />
          {sessions.length > 0 && (
            <PostForm class="sheet-foot" action={routes.agentSessions.href(here)} token={view.formToken}>
              <button type="submit" class="button button-danger">
                {words.endAll}
              </button>
            </PostForm>
          )}
        </section>
        {agent.identity !== undefined && (
          <section class="sheet" aria-labelledby="agent-provider">
            <h2 id="agent-provider">{words.provider}</h2>
            <p>
              {words.linked} <When at={agent.identity.linkedAt} view={view} /> ·{' '}
              <span class="faint">{new URL(agent.identity.issuer).hostname}</span>
            </p>
            <Confirm
              ask={words.unlink}
              sure={words.unlinkSure}
              submit={words.unlinkSubmit}
              action={routes.agentIdentity.href(here)}
              view={view}
            />
          </section>
        )}
        <Access view={view} agent={agent} />
      </SettingsFrame>
    </ConsolePage>
  )
}

function Access({ view, agent }: { view: View; agent: Agent }) {
  const words = useStrings().agents
  const action = routes.agentAccess.href({ agentId: agent.id })
  return (
    <section class="sheet" aria-labelledby="agent-access">
      <div>
        <h2 id="agent-access">{words.access}</h2>
        <p class="lead">{agent.disabled ? words.enableLead : words.disableLead}</p>
      </div>
      {agent.disabled ? (
        <PostForm action={action} token={view.formToken}>
          <input type="hidden" name="version" value={String(agent.version)} />
          <input type="hidden" name="disabled" value="no" />
          <button type="submit" class="button">
            {words.enable}
          </button>
        </PostForm>
      ) : (
        <Confirm
          ask={words.disable}
          sure={words.disableSure}
          submit={words.disableSubmit}
          action={action}
          fields={{ version: String(agent.version), disabled: 'yes' }}
          view={view}
        />
      )}
    </section>
  )
}

function BackToAgents() {
  return (
    <p class="back">
      <a href={routes.agents.href({})}>{useStrings().agents.back}</a>
    </p>
  )
}
