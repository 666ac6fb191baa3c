import type { Agent } from '../domain/people.ts'
import type { Table, Write } from '../runtime/table.ts'
import { listDirectory, type PageRequest, type RecordPage } from './directory.ts'
import { directories, keys } from './keys.ts'
import { itemOf, listedIn, recordOf } from './records.ts'

export async function readAgent(table: Table, id: string): Promise<Agent | undefined> {
  const item = await table.get(keys.agent(id))
  return item && recordOf<Agent>(item)
}

/** By name. */
export function listAgents(table: Table, page: PageRequest): Promise<RecordPage<Agent>> {
  return listDirectory<Agent>(table, directories.agents, page)
}

/** Refused with `email.taken` where a contact or an agent has the address. */
export function createAgent(agent: Agent): Write[] {
  return [{ put: itemOfAgent(agent), onlyIf: { absent: true } }, claimEmail(agent)]
}

export function saveAgent(before: Agent, after: Agent): Write[] {
  return [
    { put: itemOfAgent(after), onlyIf: { equals: { version: before.version } }, otherwise: 'version.stale' },
    ...(before.email === after.email ? [] : [{ delete: keys.email(before.email) }, claimEmail(after)]),
  ]
}

function claimEmail(agent: Agent): Write {
  return {
    put: { ...keys.email(agent.email), itemType: 'email', agentId: agent.id },
    onlyIf: { absent: true },
    otherwise: 'email.taken',
  }
}

function itemOfAgent(agent: Agent) {
  return itemOf(keys.agent(agent.id), 'agent', agent, listedIn(directories.agents, agent.name, agent.id))
}
