import type { Agent, Client, Contact } from '../domain/people.ts'
import type { Table } from '../runtime/table.ts'
import { keys } from './keys.ts'
import { recordOf } from './records.ts'

export interface RelatedIds {
  clientIds: readonly string[]
  contactIds: readonly string[]
  agentIds: readonly string[]
}

/** Clients, contacts and agents by their ids. */
export interface Related {
  clients: Map<string, Client>
  contacts: Map<string, Contact>
  agents: Map<string, Agent>
}

/** As many as one BatchGetItem reads. */
const keysMax = 100

/** Reads people and clients of all kinds together: one call for each hundred that are asked for. */
export async function readRelated(table: Table, ids: RelatedIds): Promise<Related> {
  const wanted = [
    ...ids.clientIds.map(id => ({ kind: 'client', id, key: keys.client(id) })),
    ...ids.contactIds.map(id => ({ kind: 'contact', id, key: keys.contact(id) })),
    ...ids.agentIds.map(id => ({ kind: 'agent', id, key: keys.agent(id) })),
  ]
  const pages = Array.from({ length: Math.ceil(wanted.length / keysMax) }, (_, page) =>
    table.getMany(wanted.slice(page * keysMax, (page + 1) * keysMax).map(({ key }) => key)),
  )
  const items = (await Promise.all(pages)).flat()
  const found = <T>(kind: string): Map<string, T> =>
    new Map(
      wanted.flatMap((want, index) => {
        const item = items[index]
        return want.kind === kind && item !== undefined ? [[want.id, recordOf<T>(item)]] : []
      }),
    )
  return { clients: found('client'), contacts: found('contact'), agents: found('agent') }
}
