import type { Table, Write } from '../runtime/table.ts'
import type { PageRequest, RecordPage } from './directory.ts'
import { keys, sessionsOf } from './keys.ts'
import { recordOf } from './records.ts'
import type { Session } from './sign-in.ts'

export type ListedSession = Session & { id: string }

/** An agent's sessions, every one that was begun before the call; those that expired may be among them. */
export async function listSessions(
  table: Table,
  agentId: string,
  page: PageRequest,
): Promise<RecordPage<ListedSession>> {
  const { items, next } = await table.query({
    partition: { name: 'pk', value: sessionsOf(agentId) },
    consistent: true,
    ...page,
  })
  const records = items.map(item => ({ ...recordOf<Session>(item), id: item.sk }))
  return { records, ...(next === undefined ? {} : { next }) }
}

/** Ends one session by its id. Error: `resource.missing` where there is none. */
export function endSessionById(agentId: string, id: string): Write {
  return { delete: keys.session(agentId, id), onlyIf: { exists: true }, otherwise: 'resource.missing' }
}

/** Notes that a session is used, unless that was noted since `unlessSince` or the session has ended. */
export function touchSession(agentId: string, id: string, seenAt: string, unlessSince: string): Write {
  return {
    update: keys.session(agentId, id),
    set: { seenAt },
    onlyIf: { exists: true, before: { seenAt: unlessSince } },
  }
}
