import { type Actor, assertMay, mayKnowAgent, personOf } from '../domain/actor.ts'
import { type AuditAction, type AuditEntry, fieldChanges } from '../domain/audit.ts'
import { DeskError } from '../domain/errors.ts'
import type { Person } from '../domain/timeline.ts'
import type { Desk } from '../runtime/desk.ts'
import type { Write } from '../runtime/table.ts'
import { readAgent } from '../store/agents.ts'
import * as store from '../store/audit-log.ts'
import { type CursorPage, cursorScope, openCursor, sealCursor } from './cursor.ts'

/** What was done to one record: what it was, what it is; absent where it was not, or is no more. */
interface Audited {
  /** As the API names it: `agents/agt_x`. */
  resource: string
  /** What the record is called where it has no name. */
  name?: string
  before?: object
  after?: object
}

/**
 * The writes that record a change of the desk itself, for the transaction of that change; none where no field
 * differs. The records given must hold no secret.
 */
export function recordAudit(desk: Desk, actor: Actor, audited: Audited): Write[] {
  return recordAuditBy(desk, personOf(actor), audited)
}

/** The same for what somebody asked for earlier. */
export function recordAuditBy(desk: Desk, by: Person, audited: Audited): Write[] {
  const { resource, before, after } = audited
  const changes = fieldChanges(before, after)
  if (changes.length === 0) return []
  const entry: AuditEntry = {
    id: desk.newUlid(),
    at: desk.now(),
    by,
    action: actionOf(audited),
    resource,
    name: audited.name ?? nameOf(after ?? before) ?? resource,
    changes,
  }
  return [store.appendAudit(entry)]
}

function nameOf(record: object = {}): string | undefined {
  return 'name' in record ? String(record.name) : undefined
}

function actionOf({ before, after }: Audited): AuditAction {
  if (before === undefined) return 'created'
  return after === undefined ? 'deleted' : 'changed'
}

/** A page of the log, of one kind of thing or by one actor alone. */
export interface AuditPage extends CursorPage, store.AuditFilter {}

/** What was done to the desk itself, newest first; for admins who see every client, and keys with `settings:read`. */
export async function listAuditLog(
  desk: Desk,
  actor: Actor,
  { kind, actorId, ...page }: AuditPage,
): Promise<{ entries: AuditEntry[]; nextCursor: string | null }> {
  assertMay(actor, 'settings:read')
  if (actor.kind === 'agent' && actor.role !== 'admin') throw new DeskError('resource.missing')
  const scope = cursorScope('audit-log', actor, { kind, actorId })
  const { records, next } = await store.listAudit(
    desk.table,
    { ...(kind === undefined ? {} : { kind }), ...(actorId === undefined ? {} : { actorId }) },
    await openCursor(desk, scope, page),
  )
  return { entries: records, nextCursor: await sealCursor(desk, scope, next) }
}

/** So far back somebody is looked for who changed a record a moment ago. */
const lastEntries = 100

/**
 * Who changed a record last, for a person who was overtaken by them; undefined where it is long ago or was not a
 * person, or none that the actor is to know of.
 */
export async function lastChangedBy(desk: Desk, actor: Actor, resource: string): Promise<Person | undefined> {
  const { records } = await store.listAudit(desk.table, {}, { limit: lastEntries })
  const by = records.find(entry => entry.resource === resource)?.by
  if (by?.kind !== 'agent' || by.id === undefined) return undefined
  const agent = await readAgent(desk.table, by.id)
  return agent !== undefined && mayKnowAgent(actor, agent) ? by : undefined
}
