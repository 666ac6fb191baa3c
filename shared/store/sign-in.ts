import { DeskError } from '../domain/errors.ts'
import type { Agent } from '../domain/people.ts'
import type { Table, Write } from '../runtime/table.ts'
import { keys, sessionIdOf, sha256 } from './keys.ts'
import { expiring, itemOf, recordOf } from './records.ts'

/** One asking for a code; secrets are kept as SHA-256 only. */
export interface SignInFlow {
  /** Absent where the address belongs to nobody: then nothing typed is ever right. */
  agentId?: string
  /** The contact it is for, in a flow of the portal. */
  contactId?: string
  codeSha256: string
  linkSha256: string
  /** Absent where any browser may use the link. */
  browserSha256?: string
  tries: number
  expiresAt: string
}

export function createSignInFlow(flowId: string, flow: SignInFlow): Write {
  return {
    put: itemOf(keys.signInCode(flowId), 'sign-in', flow, expiring(flow.expiresAt, 1)),
    onlyIf: { absent: true },
  }
}

/**
 * Counts one try, before it is checked, and answers the flow. Errors: `sign-in.refused` where there is none,
 * or its tries are used up.
 */
export async function countSignInTry(table: Table, flowId: string, triesMax: number): Promise<SignInFlow> {
  const key = keys.signInCode(flowId)
  await table.commit([
    {
      update: key,
      add: { tries: 1 },
      onlyIf: { exists: true, before: { tries: triesMax } },
      otherwise: 'sign-in.refused',
    },
  ])
  const flow = await table.get(key)
  // Between the count and the read another try may have used it up.
  if (flow === undefined) throw new DeskError('sign-in.refused')
  return recordOf<SignInFlow>(flow)
}

/** Uses the flow up: of two at once, one gets `sign-in.refused`. */
export function endSignInFlow(flowId: string): Write {
  return { delete: keys.signInCode(flowId), onlyIf: { exists: true }, otherwise: 'sign-in.refused' }
}

/** Counts one mail to an address in this hour and answers how many there were. */
export async function countSignInMail(table: Table, address: string, now: string): Promise<number> {
  const key = keys.signInQuota(address, now.slice(0, 13))
  const item = await table.increment(key, 'mails', { set: expiring(now, 1) })
  return Number(item.mails)
}

export interface Session {
  agentId: string
  createdAt: string
  expiresAt: string
  /** Roughly when it was last used; see `touchSession`. */
  seenAt: string
  /** What it was begun with; neither where that did not say. */
  browser?: string
  system?: string
}

export function createSession(token: string, session: Session): Write {
  return {
    put: itemOf(
      keys.session(session.agentId, sessionIdOf(token)),
      'session',
      session,
      expiring(session.expiresAt, 1),
    ),
    onlyIf: { absent: true },
  }
}

export function endSession(agentId: string, token: string): Write {
  return { delete: keys.session(agentId, sessionIdOf(token)) }
}

/** The session and its agent's row, in one round trip. */
export async function readSessionAndAgent(
  table: Table,
  token: string,
  agentId: string,
): Promise<{ session: Session; agent: Agent } | undefined> {
  const [session, agent] = await table.getMany([
    keys.session(agentId, sessionIdOf(token)),
    keys.agent(agentId),
  ])
  if (session === undefined || agent === undefined) return undefined
  return { session: recordOf<Session>(session), agent: recordOf<Agent>(agent) }
}

export { sha256 as hashOf }
