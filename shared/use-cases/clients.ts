import { type Actor, assertMay, keptTo, type Permission } from '../domain/actor.ts'
import { DeskError, invalid } from '../domain/errors.ts'
import { asciiDomain, isPublicMailDomain } from '../domain/mail-domain.ts'
import type { Client, DomainTrust, Money } from '../domain/people.ts'
import type { Desk } from '../runtime/desk.ts'
import * as assetStore from '../store/assets.ts'
import * as store from '../store/clients.ts'
import * as contactStore from '../store/contacts.ts'
import { findClients } from '../store/search.ts'
import { listTickets } from '../store/ticket-lists.ts'
import { type ArchivedPage, withArchived } from './archive.ts'
import { recordAudit } from './audit-log.ts'
import { cursorScope, openCursor, sealCursor } from './cursor.ts'
import { commitEffect } from './effect.ts'
import { assertVersion } from './tickets.ts'

export interface ClientInput {
  name: string
  domains?: readonly string[]
  domainTrust?: DomainTrust
  hourlyRate?: Money
}

/** What can be changed of a client; null takes the rate away. */
export interface ClientChanges extends Partial<Omit<ClientInput, 'hourlyRate'>> {
  hourlyRate?: Money | null
  archived?: boolean
}

export interface ClientsPage extends ArchivedPage {
  /** Words, or beginnings of words, that the names hold. */
  q?: string
}

/**
 * The clients that the actor may know, by name: those in use, or those that are archived. With `q` those whose name
 * has the words, in no order. Errors: `cursor.invalid`, `list.too-broad`.
 */
export async function listClients(
  desk: Desk,
  actor: Actor,
  { q, archived: isArchived = false, ...page }: ClientsPage,
): Promise<{ clients: Client[]; nextCursor: string | null }> {
  assertMay(actor, 'clients:read', 'any')
  const scope = cursorScope('clients', actor, { q, isArchived })
  const clientIds = keptTo(actor)
  if (clientIds?.length === 0) return { clients: [], nextCursor: null }
  const opened = await openCursor(desk, scope, page)
  const { records, next } =
    q === undefined
      ? await store.listClients(
          desk.table,
          { ...opened, ...(clientIds === undefined ? {} : { where: { id: clientIds } }) },
          isArchived,
        )
      : await findClients(
          desk.table,
          {
            q,
            passes: ({ id, archivedAt }) =>
              (archivedAt !== undefined) === isArchived && (clientIds?.includes(id) ?? true),
          },
          opened,
        )
  return { clients: records, nextCursor: await sealCursor(desk, scope, next) }
}

export async function readClient(desk: Desk, actor: Actor, id: string): Promise<Client> {
  return await clientFor(desk, actor, id, 'clients:read')
}

/** The client, if it exists and is the actor's to read or write; `resource.missing` alike if it does not or is not. */
export async function clientFor(
  desk: Desk,
  actor: Actor,
  id: string,
  permission: Permission,
): Promise<Client> {
  assertMay(actor, permission, id)
  const client = await store.readClient(desk.table, id)
  if (client === undefined) throw new DeskError('resource.missing')
  return client
}

/** Errors: `domain.public`, `domain.taken`. */
export async function createClient(desk: Desk, actor: Actor, input: ClientInput): Promise<Client> {
  assertMay(actor, 'clients:write')
  const client: Client = {
    id: desk.newId('clt'),
    name: input.name,
    domains: domainsOf(input.domains ?? []),
    domainTrust: input.domainTrust ?? 'authenticated',
    ...(input.hourlyRate === undefined ? {} : { hourlyRate: input.hourlyRate }),
    createdAt: desk.now(),
    version: 1,
  }
  const resource = `clients/${client.id}`
  const audit = recordAudit(desk, actor, { resource, after: client })
  await commitEffect(desk, [...store.createClient(client), ...audit], resource)
  return client
}

/** Errors: `domain.public`, `domain.taken`, `version.stale`. */
export async function changeClient(
  desk: Desk,
  actor: Actor,
  id: string,
  changes: ClientChanges,
  ifVersion?: number,
): Promise<Client> {
  const before = await clientFor(desk, actor, id, 'clients:write')
  assertVersion(before.version, ifVersion)
  const { hourlyRate: rateBefore, ...rest } = withArchived(before, changes.archived, desk.now())
  const hourlyRate = changes.hourlyRate === undefined ? rateBefore : (changes.hourlyRate ?? undefined)
  const after: Client = {
    ...rest,
    ...(changes.name === undefined ? {} : { name: changes.name }),
    ...(changes.domainTrust === undefined ? {} : { domainTrust: changes.domainTrust }),
    ...(hourlyRate === undefined ? {} : { hourlyRate }),
    ...(changes.domains === undefined ? {} : { domains: domainsOf(changes.domains) }),
    version: before.version + 1,
  }
  const audit = recordAudit(desk, actor, { resource: `clients/${id}`, before, after })
  await desk.table.commit([...store.saveClient(before, after), ...audit])
  return after
}

/**
 * Removes a client that has no ticket, contact or asset; `client.in-use` otherwise: its history stays readable.
 * What is made meanwhile wins, and a ticket that was made keeps the client for a week, also where it went to
 * another. Error: `version.stale`.
 */
export async function deleteClient(desk: Desk, actor: Actor, id: string, ifVersion?: number): Promise<void> {
  const client = await clientFor(desk, actor, id, 'clients:write')
  assertVersion(client.version, ifVersion)
  const now = desk.now()
  if (client.ticketsUntil !== undefined && client.ticketsUntil > now) {
    throw new DeskError(
      'client.in-use',
      `The client had a ticket lately: look again after ${client.ticketsUntil}.`,
    )
  }
  // Before the look: what is made after it raises the count, and the deletion is refused.
  const belongings = await store.readBelongings(desk.table, id)
  const [isLastThere, tickets, ...things] = await Promise.all([
    // The lists may not show yet what was made a moment ago; its row does.
    store.isLastThere(desk.table, belongings),
    listTickets(desk.table, { clientId: id }, { limit: 1 }),
    ...[false, true].flatMap(isArchived => [
      contactStore.listContacts(desk.table, { clientId: id, isArchived }, { limit: 1 }),
      assetStore.listAssets(desk.table, { clientId: id, isArchived }, { limit: 1 }),
    ]),
  ])
  if (isLastThere || tickets.rows.length > 0 || things.some(({ records }) => records.length > 0)) {
    throw new DeskError('client.in-use', 'The client has tickets, contacts or assets.')
  }
  const audit = recordAudit(desk, actor, { resource: `clients/${id}`, before: client })
  await desk.table.commit([...store.deleteClient(client, belongings, now), ...audit])
}

/** Lower-case ASCII, each once; refuses public mail domains, where anyone can have an address. */
function domainsOf(domains: readonly string[]): string[] {
  const clean = domains.map((domain, index) => {
    const ascii = asciiDomain(domain)
    if (ascii === undefined) throw invalid(`/domains/${index}`, 'is no mail domain')
    if (isPublicMailDomain(ascii)) {
      throw new DeskError('domain.public', `Anyone can have an address at ${ascii}.`, [
        { pointer: `/domains/${index}`, message: 'is a public mail domain' },
      ])
    }
    return ascii
  })
  return [...new Set(clean)]
}
