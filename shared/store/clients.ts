import type { Client } from '../domain/people.ts'
import type { Key, Table, Write } from '../runtime/table.ts'
import { listDirectory, type PageRequest, type RecordPage } from './directory.ts'
import { archived, directories, keys } from './keys.ts'
import { directoryFor, itemOf, listedIn, recordOf } from './records.ts'

export async function readClient(table: Table, id: string): Promise<Client | undefined> {
  const item = await table.get(keys.client(id))
  return item && recordOf<Client>(item)
}

/** In the order of the ids, at most 100 of them; `undefined` for what is no client. */
export async function readClients(table: Table, ids: readonly string[]): Promise<(Client | undefined)[]> {
  if (ids.length === 0) return []
  const items = await table.getMany(ids.map(keys.client))
  return items.map(item => item && recordOf<Client>(item))
}

/** Which client a mail domain is registered by. */
export async function readDomainOwner(table: Table, domain: string): Promise<string | undefined> {
  const item = await table.get(keys.domain(domain))
  return item && String(item.clientId)
}

/** Those in use by name, or those that are archived. */
export function listClients(
  table: Table,
  page: PageRequest,
  isArchived = false,
): Promise<RecordPage<Client>> {
  const { clients } = directories
  return listDirectory<Client>(table, isArchived ? archived(clients) : clients, page)
}

export function createClient(client: Client): Write[] {
  return [{ put: itemOfClient(client), onlyIf: { absent: true } }, ...client.domains.map(claim(client.id))]
}

/**
 * Domains it gained are claimed and those it lost are free again, in the same transaction. What its row says of
 * things that are being made for it stays.
 */
export function saveClient(before: Client, after: Client): Write[] {
  const gained = after.domains.filter(domain => !before.domains.includes(domain))
  const lost = before.domains.filter(domain => !after.domains.includes(domain))
  const { pk: _pk, sk: _sk, ticketsUntil: _until, ...set } = itemOfClient(after)
  return [
    {
      update: keys.client(after.id),
      set,
      remove: (['hourlyRate', 'archivedAt'] as const).filter(name => after[name] === undefined),
      onlyIf: { equals: { version: before.version } },
      otherwise: 'version.stale',
    },
    ...gained.map(claim(after.id)),
    ...lost.map(domain => ({ delete: keys.domain(domain) })),
  ]
}

/** Marks in a client's row that something of it is made, in the transaction that makes it; `resource.missing` without a client. */
export function countBelonging(clientId: string, made: Key): Write {
  return {
    update: keys.client(clientId),
    set: { lastBelonging: made.pk },
    add: { belongings: 1 },
    onlyIf: { exists: true },
    otherwise: 'resource.missing',
  }
}

/** Lets tickets be made for a client until an instant; `write.conflict` where it was deleted meanwhile. */
export function allowTickets(clientId: string, until: string): Write {
  return { update: keys.client(clientId), set: { ticketsUntil: until }, onlyIf: { exists: true } }
}

/** What has been made of a client's: how often, and the partition of the last. */
export interface Belongings {
  belongings?: number
  lastBelonging?: string
}

export async function readBelongings(table: Table, clientId: string): Promise<Belongings> {
  const item = await table.get(keys.client(clientId))
  const [belongings, lastBelonging] = [item?.belongings, item?.lastBelonging]
  return {
    ...(typeof belongings === 'number' ? { belongings } : {}),
    ...(typeof lastBelonging === 'string' ? { lastBelonging } : {}),
  }
}

/** Whether the last thing that was made of a client's is still there. */
export async function isLastThere(table: Table, { lastBelonging }: Belongings): Promise<boolean> {
  return lastBelonging !== undefined && (await table.get({ pk: lastBelonging, sk: 'A' })) !== undefined
}

/**
 * Only if nothing of the client's was made since its belongings were read, and no ticket may be made for it by
 * then; `version.stale` otherwise.
 */
export function deleteClient(client: Client, { belongings }: Belongings, now: string): Write[] {
  const { version } = client
  const atMost = { ticketsUntil: now }
  return [
    {
      delete: keys.client(client.id),
      onlyIf:
        belongings === undefined
          ? { equals: { version }, lacks: 'belongings', atMost }
          : { equals: { version, belongings }, atMost },
      otherwise: 'version.stale',
    },
    ...client.domains.map(domain => ({ delete: keys.domain(domain) })),
  ]
}

function claim(clientId: string) {
  return (domain: string): Write => ({
    put: { ...keys.domain(domain), itemType: 'domain', clientId },
    onlyIf: { absent: true },
    otherwise: 'domain.taken',
  })
}

function itemOfClient(client: Client) {
  return itemOf(
    keys.client(client.id),
    'client',
    client,
    listedIn(directoryFor(directories.clients, client), client.name, client.id),
  )
}
