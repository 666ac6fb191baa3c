import { type Actor, mayKnowAgent, mayKnowClient } from '../domain/actor.ts'
import { DeskError, invalid } from '../domain/errors.ts'
import type { ViewFilter } from '../domain/saved-view.ts'
import type { Desk } from '../runtime/desk.ts'
import { readAgent } from '../store/agents.ts'
import { readAsset } from '../store/assets.ts'
import { readFromCatalogue } from '../store/catalogue.ts'
import { readClient } from '../store/clients.ts'
import { readContact } from '../store/contacts.ts'

/**
 * The clients that a filter names. Errors: `request.invalid` where it names what is not there, or is not the actor's
 * to know; `resource.missing` for a client that is not; `request.invalid` for a span that ends before it begins.
 */
export async function assertNamed(desk: Desk, actor: Actor, filter: ViewFilter): Promise<string[]> {
  assertSpans(filter)
  const { clientId, contactId, assetId } = filter
  const { table } = desk
  if (clientId !== undefined && !mayKnowClient(actor, clientId)) throw new DeskError('resource.missing')
  const [client, contact, asset] = await Promise.all([
    clientId === undefined ? undefined : readClient(table, clientId),
    contactId === undefined ? undefined : readContact(table, contactId),
    assetId === undefined ? undefined : readAsset(table, assetId),
    assertAgent(desk, actor, filter),
    assertCatalogued(desk, filter),
  ])
  if (clientId !== undefined && client === undefined) throw absent('clientId')
  const people = [
    ['contactId', contactId, contact],
    ['assetId', assetId, asset],
  ] as const
  for (const [field, id, found] of people) {
    if (id === undefined) continue
    if (found === undefined || !mayKnowClient(actor, found.clientId)) throw absent(field)
  }
  const named = [client?.id, contact?.clientId, asset?.clientId].filter(each => each !== undefined)
  return [...new Set(named)]
}

/** Whether the agent that a filter names is the actor's to know. */
export async function knowsAgentOf(desk: Desk, actor: Actor, { assigneeId }: ViewFilter): Promise<boolean> {
  if (!isAgentId(assigneeId) || mayKnowClient(actor, undefined)) return true
  const agent = await readAgent(desk.table, assigneeId)
  return agent !== undefined && mayKnowAgent(actor, agent)
}

async function assertAgent(desk: Desk, actor: Actor, { assigneeId }: ViewFilter): Promise<void> {
  if (!isAgentId(assigneeId)) return
  const agent = await readAgent(desk.table, assigneeId)
  if (agent === undefined || !mayKnowAgent(actor, agent)) throw absent('assigneeId')
}

async function assertCatalogued(desk: Desk, { categoryId, statusId }: ViewFilter): Promise<void> {
  const asked = [
    ['categoryId', 'categories', categoryId],
    ['statusId', 'statuses', statusId],
  ] as const
  for (const [field, kind, id] of asked) {
    if (id !== undefined && (await readFromCatalogue(desk.table, kind, id)) === undefined) throw absent(field)
  }
}

function assertSpans(filter: ViewFilter): void {
  const spans = [
    ['createdTo', filter.createdFrom, filter.createdTo],
    ['updatedTo', filter.updatedFrom, filter.updatedTo],
    ['dueTo', filter.dueFrom, filter.dueTo],
  ] as const
  for (const [field, from, to] of spans) {
    if (from !== undefined && to !== undefined && from > to) {
      throw invalid(`/filter/${field}`, 'is before the beginning')
    }
  }
}

function isAgentId(assigneeId: string | undefined): assigneeId is string {
  return assigneeId !== undefined && assigneeId !== 'me' && assigneeId !== 'none'
}

function absent(field: string): DeskError {
  return invalid(`/filter/${field}`, 'does not exist')
}
