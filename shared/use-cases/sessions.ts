import { randomBytes } from 'node:crypto'
import { type Actor, assertMay, assertMayGrant } from '../domain/actor.ts'
import { browserOf } from '../domain/browser.ts'
import { DeskError } from '../domain/errors.ts'
import { hoursAfter, minutesAfter } from '../domain/instants.ts'
import type { Agent } from '../domain/people.ts'
import type { Desk } from '../runtime/desk.ts'
import type { Write } from '../runtime/table.ts'
import { readAgent, saveAgent } from '../store/agents.ts'
import { sessionIdOf } from '../store/keys.ts'
import * as store from '../store/sessions.ts'
import { createSession, type Session } from '../store/sign-in.ts'
import { recordAudit } from './audit-log.ts'
import { type CursorPage, cursorScope, openCursor, sealCursor } from './cursor.ts'
import { assertVersion } from './tickets.ts'

export type { ListedSession } from '../store/sessions.ts'

const sessionDays = 14
/** That a session is used is noted so often: a page costs no write. */
const seenHours = 1
const pageMax = 100

/** A new session of an agent's: what its cookie holds, and the write that begins it. */
export function newSession(
  { id }: Agent,
  now: string,
  userAgent: string | undefined,
): { session: string; begin: Write } {
  const token = randomBytes(32).toString('base64url')
  const begin = createSession(token, {
    agentId: id,
    createdAt: now,
    expiresAt: minutesAfter(now, sessionDays * 24 * 60),
    seenAt: now,
    ...browserOf(userAgent),
  })
  return { session: `${id}.${token}`, begin }
}

/** Whether a session has neither expired nor been ended together with all others of its agent. */
export function isAlive(
  { createdAt, expiresAt }: Session,
  { signedOutAt = '' }: Pick<Agent, 'signedOutAt'>,
  now: string,
): boolean {
  return expiresAt > now && createdAt > signedOutAt
}

/** Notes roughly when a session was last used. */
export async function noteUse(desk: Desk, token: string, { agentId, seenAt }: Session): Promise<void> {
  const now = desk.now()
  const unlessSince = hoursAfter(now, -seenHours)
  if (seenAt >= unlessSince) return
  try {
    await desk.table.commit([store.touchSession(agentId, sessionIdOf(token), now, unlessSince)])
  } catch (error) {
    // Another page of theirs was faster, or the session ended in this moment: neither is to be noted.
    if (!(error instanceof DeskError)) throw error
  }
}

/** The sessions of an agent that are alive; an agent's own, and anybody's for admins who see every client. */
export async function listSessions(
  desk: Desk,
  actor: Actor,
  agentId: string,
  page: CursorPage,
): Promise<{ sessions: store.ListedSession[]; nextCursor: string | null }> {
  const agent = await agentToLookAt(desk, actor, agentId)
  const scope = cursorScope(`sessions#${agentId}`, actor)
  const { records, next } = await store.listSessions(desk.table, agentId, await openCursor(desk, scope, page))
  const now = desk.now()
  return {
    sessions: records.filter(session => !agent.disabled && isAlive(session, agent, now)),
    nextCursor: await sealCursor(desk, scope, next),
  }
}

/** Ends one session at once. Error: `resource.missing`. */
export async function endSession(desk: Desk, actor: Actor, agentId: string, id: string): Promise<void> {
  const agent = isOwn(actor, agentId)
    ? await existingAgent(desk, agentId)
    : await agentToChange(desk, actor, agentId)
  const resource = `agents/${agentId}/sessions/${id}`
  const audit = recordAudit(desk, actor, { resource, name: agent.name, before: { session: id } })
  await desk.table.commit([store.endSessionById(agentId, id), ...audit])
}

/** Ends every session of an agent at once, also one that begins in this moment. Error: `version.stale`. */
export async function endAllSessions(
  desk: Desk,
  actor: Actor,
  agentId: string,
  ifVersion?: number,
): Promise<void> {
  const before = await agentToChange(desk, actor, agentId)
  assertVersion(before.version, ifVersion)
  const after = { ...before, signedOutAt: desk.now(), version: before.version + 1 }
  const audit = recordAudit(desk, actor, { resource: `agents/${agentId}`, before, after })
  await desk.table.commit([...saveAgent(before, after), ...audit])
}

/** Ends an agent's own sessions but for the one that they ask in; answers how many. */
export async function endOtherSessions(
  desk: Desk,
  actor: Actor & { kind: 'agent' },
  session: string,
): Promise<number> {
  const here = sessionIdIn(session)
  let ended = 0
  let after: Record<string, unknown> | undefined
  do {
    const page = await store.listSessions(desk.table, actor.id, {
      limit: pageMax,
      ...(after === undefined ? {} : { after }),
    })
    const others = page.records.filter(({ id }) => id !== here)
    // One by one: what somebody else ended meanwhile is no reason to keep the rest.
    await Promise.all(others.map(({ id }) => endUnlessOver(desk, actor, id)))
    ended += others.length
    after = page.next
  } while (after !== undefined)
  return ended
}

/** The id of the session that a cookie holds. */
export function sessionIdIn(session: string): string {
  return sessionIdOf(session.split('.')[1] ?? '')
}

async function endUnlessOver(desk: Desk, actor: Actor & { kind: 'agent' }, id: string): Promise<void> {
  try {
    await endSession(desk, actor, actor.id, id)
  } catch (error) {
    if (!(error instanceof DeskError) || error.code !== 'resource.missing') throw error
  }
}

function isOwn(actor: Actor, agentId: string): boolean {
  return actor.kind === 'agent' && actor.id === agentId
}

/** Where somebody signs in from is for themselves, and for admins, to know. */
async function agentToLookAt(desk: Desk, actor: Actor, agentId: string): Promise<Agent> {
  if (isOwn(actor, agentId)) return await existingAgent(desk, agentId)
  assertMay(actor, 'settings:read')
  if (actor.kind === 'agent' && actor.role !== 'admin') throw new DeskError('resource.missing')
  return await existingAgent(desk, agentId)
}

/** Nobody signs out an agent who may do more than they may. */
async function agentToChange(desk: Desk, actor: Actor, agentId: string): Promise<Agent> {
  assertMay(actor, 'settings:write')
  const agent = await existingAgent(desk, agentId)
  assertMayGrant(actor, agent.role)
  return agent
}

async function existingAgent(desk: Desk, agentId: string): Promise<Agent> {
  const agent = await readAgent(desk.table, agentId)
  if (agent === undefined) throw new DeskError('resource.missing')
  return agent
}
