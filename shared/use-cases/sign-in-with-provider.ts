import { DeskError } from '../domain/errors.ts'
import { type Claims, verifiedEmailOf } from '../domain/identity.ts'
import type { Agent, AgentIdentity } from '../domain/people.ts'
import type { Desk } from '../runtime/desk.ts'
import type { Write } from '../runtime/table.ts'
import { readAgent, saveAgent } from '../store/agents.ts'
import { readEmailOwner } from '../store/email-owners.ts'
import { claimIdentity, readIdentityOwner } from '../store/identities.ts'
import { recordAuditBy } from './audit-log.ts'
import { newSession } from './sessions.ts'

/**
 * Begins a session for whom an identity provider vouches. Known by issuer and subject alone; who is not known yet
 * is linked to the agent with the address that the provider says is verified, if that agent was never linked.
 * Everybody else, whatever the reason: `sign-in.refused`.
 */
export async function signInWithProvider(
  desk: Desk,
  { claims, userAgent }: { claims: Claims; userAgent?: string },
): Promise<{ session: string }> {
  const { agent, link } = await agentOf(desk, claims)
  const { session, begin } = newSession(agent, desk.now(), userAgent)
  await desk.table.commit([...link, begin])
  return { session }
}

async function agentOf(desk: Desk, claims: Claims): Promise<{ agent: Agent; link: Write[] }> {
  const { issuer, subject } = claims
  const owner = await readIdentityOwner(desk.table, { issuer, subject })
  if (owner === undefined) return await linked(desk, claims)
  const agent = await readAgent(desk.table, owner)
  if (agent === undefined || agent.disabled) throw refused(desk, 'disabled')
  return { agent, link: [] }
}

async function linked(desk: Desk, claims: Claims): Promise<{ agent: Agent; link: Write[] }> {
  const { issuer, subject } = claims
  const email = verifiedEmailOf(claims)
  if (email === undefined) throw refused(desk, 'no verified address')
  const owner = await readEmailOwner(desk.table, email)
  const before = owner?.agentId === undefined ? undefined : await readAgent(desk.table, owner.agentId)
  if (before === undefined) throw refused(desk, 'not invited')
  if (before.disabled) throw refused(desk, 'disabled')
  // An address may come to belong to somebody else, at this provider or another: whom it named first stays.
  if (before.identity !== undefined) throw refused(desk, 'linked already')
  const identity: AgentIdentity = { issuer, subject, linkedAt: desk.now() }
  const after: Agent = { ...before, identity, version: before.version + 1 }
  const by = { kind: 'agent', id: before.id, name: before.name, email: before.email } as const
  const audit = recordAuditBy(desk, by, { resource: `agents/${before.id}`, before, after })
  return { agent: after, link: [claimIdentity(after, identity), ...saveAgent(before, after), ...audit] }
}

/** The person is told the same whatever the reason; who runs the desk finds it in the log. */
function refused(desk: Desk, why: string): DeskError {
  desk.log.info('A sign-in by the identity provider was refused', { why })
  return new DeskError('sign-in.refused', 'Nobody who is known there is an agent here.')
}
