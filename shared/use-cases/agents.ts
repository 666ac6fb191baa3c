import {
  type Actor,
  type AgentRole,
  assertMay,
  assertMayGrant,
  mayKnowAgent,
  mayKnowClient,
} from '../domain/actor.ts'
import { DeskError } from '../domain/errors.ts'
import type { Agent } from '../domain/people.ts'
import type { Desk } from '../runtime/desk.ts'
import * as store from '../store/agents.ts'
import { freeIdentity } from '../store/identities.ts'
import { recordAudit } from './audit-log.ts'
import { type CursorPage, cursorScope, openCursor, sealCursor } from './cursor.ts'
import { commitEffect } from './effect.ts'
import { assertKnownClients } from './known-clients.ts'
import { assertVersion } from './tickets.ts'

export interface AgentInput {
  name: string
  email: string
  role: AgentRole
  /** Absent: every client. */
  clientIds?: readonly string[]
}

/** By name; whoever may read tickets sees who works on them, those aside who work for none of their clients. */
export async function listAgents(
  desk: Desk,
  actor: Actor,
  page: CursorPage,
): Promise<{ agents: Agent[]; nextCursor: string | null }> {
  assertMay(actor, 'tickets:read', 'any')
  const scope = cursorScope('agents', actor)
  const { records, next } = await store.listAgents(desk.table, await openCursor(desk, scope, page))
  return {
    agents: records.flatMap(agent => asKnownTo(actor, agent) ?? []),
    nextCursor: await sealCursor(desk, scope, next),
  }
}

export async function readAgent(desk: Desk, actor: Actor, id: string): Promise<Agent> {
  assertMay(actor, 'tickets:read', 'any')
  const agent = asKnownTo(actor, await existingAgent(desk, id))
  if (agent === undefined) throw new DeskError('resource.missing')
  return agent
}

/** Errors: `email.taken`; `request.invalid` for a client that is none. */
export async function createAgent(desk: Desk, actor: Actor, input: AgentInput): Promise<Agent> {
  assertMay(actor, 'settings:write')
  assertMayGrant(actor, input.role)
  await assertKnownClients(desk, input.clientIds)
  const { clientIds, ...rest } = input
  const agent: Agent = {
    ...rest,
    id: desk.newId('agt'),
    email: input.email.toLowerCase(),
    ...(clientIds === undefined ? {} : { clientIds: [...clientIds] }),
    disabled: false,
    createdAt: desk.now(),
    version: 1,
  }
  const resource = `agents/${agent.id}`
  const audit = recordAudit(desk, actor, { resource, after: agent })
  await commitEffect(desk, [...store.createAgent(agent), ...audit], resource)
  return agent
}

export interface AgentChanges {
  name?: string
  email?: string
  role?: AgentRole
  /** null: every client. */
  clientIds?: readonly string[] | null
  disabled?: boolean
}

/**
 * One who is disabled is signed out for good. Errors: `email.taken`, `version.stale`, `agent.last-admin`;
 * `request.invalid` for a client that is none.
 */
export async function changeAgent(
  desk: Desk,
  actor: Actor,
  id: string,
  changes: AgentChanges,
  ifVersion?: number,
): Promise<Agent> {
  assertMay(actor, 'settings:write')
  const before = await existingAgent(desk, id)
  assertMayGrant(actor, before.role)
  if (changes.role !== undefined) assertMayGrant(actor, changes.role)
  assertVersion(before.version, ifVersion)
  await assertKnownClients(desk, changes.clientIds)
  const { clientIds: allowed, ...rest } = before
  const clientIds = changes.clientIds === undefined ? allowed : (changes.clientIds ?? undefined)
  const after: Agent = {
    ...rest,
    ...(changes.name === undefined ? {} : { name: changes.name }),
    ...(changes.email === undefined ? {} : { email: changes.email.toLowerCase() }),
    ...(changes.role === undefined ? {} : { role: changes.role }),
    ...(changes.disabled === undefined ? {} : { disabled: changes.disabled }),
    ...(clientIds === undefined ? {} : { clientIds: [...clientIds] }),
    ...(changes.disabled && !before.disabled ? { signedOutAt: desk.now() } : {}),
    version: before.version + 1,
  }
  if (isAdmin(before) && !isAdmin(after)) await assertAnotherAdmin(desk, id)
  const audit = recordAudit(desk, actor, { resource: `agents/${id}`, before, after })
  await desk.table.commit([...store.saveAgent(before, after), ...audit])
  return after
}

/**
 * Makes an agent nobody to the identity provider, and signs them out: the next who comes from there with their
 * address, verified, is linked anew. Errors: `resource.missing` where they were never linked, `version.stale`.
 */
export async function unlinkAgent(desk: Desk, actor: Actor, id: string, ifVersion?: number): Promise<void> {
  assertMay(actor, 'settings:write')
  const before = await existingAgent(desk, id)
  assertMayGrant(actor, before.role)
  const { identity, ...rest } = before
  if (identity === undefined) throw new DeskError('resource.missing')
  assertVersion(before.version, ifVersion)
  const after: Agent = { ...rest, signedOutAt: desk.now(), version: before.version + 1 }
  const audit = recordAudit(desk, actor, { resource: `agents/${id}`, before, after })
  await desk.table.commit([...store.saveAgent(before, after), freeIdentity(identity), ...audit])
}

/** Who may know some clients only is not told of any other, nor of an agent who works for none of theirs. */
export function asKnownTo(actor: Actor, agent: Agent): Agent | undefined {
  if (!mayKnowAgent(actor, agent)) return undefined
  if (agent.clientIds === undefined) return agent
  return { ...agent, clientIds: agent.clientIds.filter(id => mayKnowClient(actor, id)) }
}

async function existingAgent(desk: Desk, id: string): Promise<Agent> {
  const agent = await store.readAgent(desk.table, id)
  if (agent === undefined) throw new DeskError('resource.missing')
  return agent
}

function isAdmin({ role, disabled, clientIds }: Agent): boolean {
  return role === 'admin' && !disabled && clientIds === undefined
}

/** A desk without an admin could never have one again. */
async function assertAnotherAdmin(desk: Desk, id: string): Promise<void> {
  let after: Record<string, unknown> | undefined
  do {
    const page = await store.listAgents(desk.table, { limit: 100, ...(after === undefined ? {} : { after }) })
    if (page.records.some(agent => agent.id !== id && isAdmin(agent))) return
    after = page.next
  } while (after !== undefined)
  throw new DeskError('agent.last-admin', 'The desk must keep one admin who sees every client.')
}
