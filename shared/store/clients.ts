import type { Client } from '../domain/people.ts'
import type { Table, Write } from '../runtime/table.ts'
import { listDirectory, type PageRequest, type RecordPage } from './directory.ts'
import { directories, keys } from './keys.ts'
import { itemOf, listedIn, recordOf } from './records.ts'

export async function readClient(table: Table, id: string): Promise<Client | undefined> {
  const item = await table.get(keys.client(id))
  return item && recordOf<Client>(item)
}

/** Which client a mail domain is registered by. */
export async function readDomainOwner(table: Table, domain: string): Promise<string | undefined> {
  const item = await table.get(keys.domain(domain))
  return item && String(item.clientId)
}

/** By name. */
export function listClients(table: Table, page: PageRequest): Promise<RecordPage<Client>> {
  return listDirectory<Client>(table, directories.clients, page)
}

export function createClient(client: Client): Write[] {
  return [{ put: itemOfClient(client), onlyIf: { absent: true } }, ...client.domains.map(claim(client.id))]
}

/** Domains it gained are claimed and those it lost are free again, in the same transaction. */
export function saveClient(before: Client, after: Client): Write[] {
  const gained = after.domains.filter(domain => !before.domains.includes(domain))
  const lost = before.domains.filter(domain => !after.domains.includes(domain))
  return [
    { put: itemOfClient(after), onlyIf: { equals: { version: before.version } }, otherwise: 'version.stale' },
    ...gained.map(claim(after.id)),
    ...lost.map(domain => ({ delete: keys.domain(domain) })),
  ]
}

export function deleteClient(client: Client): Write[] {
  return [
    {
      delete: keys.client(client.id),
      onlyIf: { equals: { version: client.version } },
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
    listedIn(directories.clients, client.name, client.id),
  )
}
