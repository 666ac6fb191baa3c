import type { Query, Table } from '../runtime/table.ts'
import { recordOf } from './records.ts'

export interface PageRequest {
  limit: number
  after?: Record<string, unknown>
  where?: NonNullable<Query['where']>
}

export interface RecordPage<T> {
  records: T[]
  next?: Record<string, unknown>
}

/** One page of a named list, in its order. */
export async function listDirectory<T>(
  table: Table,
  directory: string,
  page: PageRequest & { newestFirst?: boolean },
): Promise<RecordPage<T>> {
  const { items, next } = await table.query({
    index: 'directory',
    partition: { name: 'directory', value: directory },
    ...page,
  })
  return { records: items.map(item => recordOf<T>(item)), ...(next === undefined ? {} : { next }) }
}
