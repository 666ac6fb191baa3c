import * as z from 'zod'
import { assertMay } from '../../../../shared/domain/actor.ts'
import { DeskError } from '../../../../shared/domain/errors.ts'
import {
  changeAgent,
  createAgent,
  listAgents,
  readAgent,
  unlinkAgent,
} from '../../../../shared/use-cases/agents.ts'
import {
  endAllSessions,
  endSession,
  listSessions,
  sessionIdIn,
} from '../../../../shared/use-cases/sessions.ts'
import { answerPage } from '../../answer-page.tsx'
import type { ConsoleDoor, Visit } from '../../door.ts'
import { attempt, parseForm, wholeNumber } from '../../form.ts'
import { routes } from '../../routes.ts'
import type { Strings } from '../../strings.ts'
import { type FormState, freshForm } from '../../ui/form-state.ts'
import { clientOptions } from '../options.ts'
import { agentForm, agentRefused, agentValues } from './agent-form.ts'
import { AgentPage, type AgentPageProps, AgentsPage, NewAgentPage } from './agents-pages.tsx'

const agentsOnPage = 50
const sessionsOnPage = 20
const noFields = z.strictObject({})
const accessForm = (strings: Strings) =>
  z.strictObject({
    version: wholeNumber(strings, 0, 999_999_999),
    disabled: z.enum(['yes', 'no']).transform(answer => answer === 'yes'),
  })

/** Hangs up who works at the desk, for admins who see every client. */
export function hangAgents(door: ConsoleDoor): void {
  door.get(routes.agents, 'settings:write', async ({ desk, c, agent, view }) => {
    assertMay(agent, 'settings:write')
    const cursor = c.req.query('cursor')
    const page = await listAgents(desk, agent, { limit: agentsOnPage, ...(cursor ? { cursor } : {}) })
    return answerPage(c, <AgentsPage view={view} {...page} />)
  })

  door.get(routes.newAgent, 'settings:write', visit => showNew(visit, freshForm(), 200))
  door.post(routes.newAgent, 'settings:write', async (visit, form) => {
    const { desk, c, agent, strings } = visit
    const parsed = parseForm(agentForm(strings), form)
    if (!parsed.ok) return await showNew(visit, parsed.state, 400)
    const { name, email, role, reach } = parsed.data
    const input = { name, email, role, ...(reach && { clientIds: reach }) }
    const made = await attempt(createAgent(desk, agent, input))
    if (made instanceof DeskError) return await showNew(visit, agentRefused(strings, form, made), 409)
    return c.redirect(routes.agent.href({ agentId: made.id }, { done: 'invited' }), 303)
  })

  door.get(routes.agent, 'settings:write', async visit => {
    const done = doneOf(visit.c.req.query('done'))
    return await showAgent(visit, { status: 200, ...(done && { done }) })
  })
  door.post(routes.agent, 'settings:write', async (visit, form) => {
    const { desk, c, agent, strings } = visit
    const parsed = parseForm(agentForm(strings), form)
    if (!parsed.ok) return await showAgent(visit, { form: parsed.state, status: 400 })
    const { version, reach: clientIds, ...changes } = parsed.data
    const saved = await attempt(changeAgent(desk, agent, idOf(visit), { ...changes, clientIds }, version))
    if (saved instanceof DeskError)
      return await showAgent(visit, { form: agentRefused(strings, form, saved), status: 409 })
    return c.redirect(routes.agent.href({ agentId: saved.id }, { done: 'saved' }), 303)
  })

  door.post(routes.agentAccess, 'settings:write', async (visit, form) => {
    const { desk, agent, strings } = visit
    const parsed = parseForm(accessForm(strings), form)
    if (!parsed.ok) throw new DeskError('request.malformed')
    const { version, disabled } = parsed.data
    return await after(visit, changeAgent(desk, agent, idOf(visit), { disabled }, version), 'saved')
  })
  door.post(routes.agentSessions, 'settings:write', async (visit, form) => {
    parseForm(noFields, form)
    return await after(visit, endAllSessions(visit.desk, visit.agent, idOf(visit)), 'signedOut')
  })
  door.post(routes.agentSession, 'settings:write', async (visit, form) => {
    parseForm(noFields, form)
    const sessionId = visit.c.req.param('sessionId') ?? ''
    return await after(visit, endSession(visit.desk, visit.agent, idOf(visit), sessionId), 'signedOut')
  })
  door.post(routes.agentIdentity, 'settings:write', async (visit, form) => {
    parseForm(noFields, form)
    return await after(visit, unlinkAgent(visit.desk, visit.agent, idOf(visit)), 'signedOut')
  })
}

type Done = NonNullable<AgentPageProps['done']>

/** Back on the agent's page, where it says what was done, or why it was not. */
async function after(visit: Visit, work: Promise<unknown>, done: Done): Promise<Response> {
  const outcome = await attempt(work)
  if (!(outcome instanceof DeskError))
    return visit.c.redirect(routes.agent.href({ agentId: idOf(visit) }, { done }), 303)
  const { message = '' } = agentRefused(visit.strings, {}, outcome)
  return await showAgent(visit, { message, status: 409 })
}

async function showNew(visit: Visit, form: FormState, status: 200 | 400 | 409): Promise<Response> {
  const { c, agent, view } = visit
  assertMay(agent, 'settings:write')
  const clients = await clientOptions(visit)
  return await answerPage(c, <NewAgentPage view={view} form={form} clients={clients} />, status)
}

interface Showing {
  status: 200 | 400 | 409
  /** As it was typed; as the agent is unless given. */
  form?: FormState
  message?: string
  done?: Done
}

async function showAgent(visit: Visit, { status, form, message, done }: Showing): Promise<Response> {
  const { desk, c, agent: admin, view, session } = visit
  assertMay(admin, 'settings:write')
  const [agent, { sessions }, clients] = await Promise.all([
    readAgent(desk, admin, idOf(visit)),
    listSessions(desk, admin, idOf(visit), { limit: sessionsOnPage }),
    clientOptions(visit),
  ])
  const shown = form ?? { ...freshForm(agentValues(agent)), ...(message && { message }) }
  const hereId = sessionIdIn(session)
  const props = { view, agent, form: shown, clients, sessions, hereId, done }
  return await answerPage(c, <AgentPage {...props} />, status)
}

function idOf({ c }: Visit): string {
  return c.req.param('agentId') ?? ''
}

function doneOf(text: string | undefined): Done | undefined {
  return (['saved', 'invited', 'signedOut'] as const).find(done => done === text)
}
