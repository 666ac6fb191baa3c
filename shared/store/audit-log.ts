import type { AuditEntry } from '../domain/audit.ts'
import type { Table, Write } from '../runtime/table.ts'
import type { PageRequest, RecordPage } from './directory.ts'
import { keys } from './keys.ts'
import { itemOf, recordOf } from './records.ts'

/** The write that adds an entry. It has no end: who did what to the desk is never forgotten. */
export function appendAudit(entry: AuditEntry): Write {
  return { put: itemOf(keys.audit(entry.id), 'audit', entry), onlyIf: { absent: true } }
}

/** Newest first. */
export async function listAudit(table: Table, page: PageRequest): Promise<RecordPage<AuditEntry>> {
  const { items, next } = await table.query({
    partition: { name: 'pk', value: keys.audit('').pk },
    newestFirst: true,
    ...page,
  })
  return { records: items.map(item => recordOf<AuditEntry>(item)), ...(next === undefined ? {} : { next }) }
}
