import type { Agent, Client, Contact } from '../../../shared/domain/people.ts'
import { listAgents } from '../../../shared/use-cases/agents.ts'
import { categories } from '../../../shared/use-cases/categories.ts'
import { listClients } from '../../../shared/use-cases/clients.ts'
import { listContacts } from '../../../shared/use-cases/contacts.ts'
import type { Visit } from '../door.ts'
import type { Option } from '../ui/fields.tsx'

/** A select is no place for more than this. */
const optionsMax = 1_000
const pageLimit = 100

/** The clients that the agent may know, for a select. */
export async function clientOptions({ desk, agent }: Visit): Promise<Option[]> {
  const clients = await everything(async page => {
    const { clients, nextCursor } = await listClients(desk, agent, page)
    return { items: clients, nextCursor }
  })
  return clients.map(({ id, name }: Client) => ({ value: id, label: name }))
}

/** The agents of the desk, for a select; the one who asks comes first. */
export async function agentOptions({ desk, agent, strings }: Visit): Promise<Option[]> {
  const agents = await everything(async page => {
    const { agents, nextCursor } = await listAgents(desk, agent, page)
    return { items: agents, nextCursor }
  })
  const others = agents.filter(({ id, disabled }: Agent) => id !== agent.id && !disabled)
  return [
    { value: agent.id, label: strings.tickets.me(agent.name) },
    ...others.map(({ id, name }: Agent) => ({ value: id, label: name })),
  ]
}

/** A client's contacts, for a select. */
export async function contactOptions({ desk, agent }: Visit, clientId: string): Promise<Option[]> {
  const contacts = await everything(async page => {
    const { contacts, nextCursor } = await listContacts(desk, agent, clientId, page)
    return { items: contacts, nextCursor }
  })
  return contacts.map(({ id, name, email }: Contact) => ({ value: id, label: `${name} · ${email}` }))
}

/** The categories that tickets can be given, for a select. */
export async function categoryOptions({ desk, agent }: Visit): Promise<Option[]> {
  const all = await everything(async page => {
    const { records, nextCursor } = await categories.list(desk, agent, page)
    return { items: records, nextCursor }
  })
  return all.filter(({ active }) => active).map(({ id, name }) => ({ value: id, label: name }))
}

interface ListPage<T> {
  items: T[]
  nextCursor: string | null
}

async function everything<T>(
  read: (page: { limit: number; cursor?: string }) => Promise<ListPage<T>>,
): Promise<T[]> {
  const items: T[] = []
  let cursor: string | null = null
  do {
    const page: ListPage<T> = await read({ limit: pageLimit, ...(cursor === null ? {} : { cursor }) })
    items.push(...page.items)
    cursor = page.nextCursor
  } while (cursor !== null && items.length < optionsMax)
  return items
}
