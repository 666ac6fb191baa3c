import type { Agent, AgentIdentity } from '../domain/people.ts'
import type { Table, Write } from '../runtime/table.ts'
import { keys } from './keys.ts'

/** Whom the subject of an identity provider was linked to. */
export async function readIdentityOwner(
  table: Table,
  { issuer, subject }: Pick<AgentIdentity, 'issuer' | 'subject'>,
): Promise<string | undefined> {
  const item = await table.get(keys.identity(issuer, subject))
  return item && String(item.agentId)
}

/** Makes the subject this agent's for good, unless it is somebody's already: `sign-in.refused` then. */
export function claimIdentity({ id }: Agent, { issuer, subject, linkedAt }: AgentIdentity): Write {
  return {
    put: { ...keys.identity(issuer, subject), itemType: 'identity', agentId: id, issuer, subject, linkedAt },
    onlyIf: { absent: true },
    otherwise: 'sign-in.refused',
  }
}

/** Makes the subject nobody's again. */
export function freeIdentity({ issuer, subject }: AgentIdentity): Write {
  return { delete: keys.identity(issuer, subject) }
}
