import type { AuditEntry } from '../domain/audit.ts'
import type { Table, Write } from '../runtime/table.ts'
import type { PageRequest, RecordPage } from './directory.ts'
import { keys } from './keys.ts'
import { itemOf, recordOf } from './records.ts'

/** The write that adds an entry. It has no end: who did what to the desk is never forgotten. */
export function appendAudit(entry: AuditEntry): Write {
  const found = { auditKind: kindOf(entry), auditActor: entry.by.id ?? entry.by.kind }
  return { put: itemOf(keys.audit(entry.id), 'audit', entry, found), onlyIf: { absent: true } }
}

/** What the log is looked through for. */
export interface AuditFilter {
  /** The first part of a resource: `agents`, `settings`. */
  kind?: string
  actorId?: string
}

/** Newest first; a filtered page is read and paid for as the whole log is. */
export async function listAudit(
  table: Table,
  { kind, actorId }: AuditFilter,
  page: PageRequest,
): Promise<RecordPage<AuditEntry>> {
  const where = {
    ...(kind === undefined ? {} : { auditKind: [kind] }),
    ...(actorId === undefined ? {} : { auditActor: [actorId] }),
  }
  const { items, next } = await table.query({
    partition: { name: 'pk', value: keys.audit('').pk },
    newestFirst: true,
    ...page,
    ...(Object.keys(where).length === 0 ? {} : { where }),
  })
  return { records: items.map(item => recordOf<AuditEntry>(item)), ...(next === undefined ? {} : { next }) }
}

function kindOf({ resource }: AuditEntry): string {
  return resource.split('/')[0] ?? resource
}
