import type { Table, Write } from '../runtime/table.ts'
import { keys } from './keys.ts'

const job = 'reconcile-mail'

/** The key behind which the next look at the mail bucket begins; undefined for its beginning. */
export async function readListedThrough(table: Table): Promise<string | undefined> {
  const cursor = await table.get(keys.sweepCursor(job))
  return cursor === undefined ? undefined : String(cursor.mailKey)
}

/** Keeps how far a look came; undefined is all the way. */
export function listedThrough(mailKey: string | undefined): Write {
  return mailKey === undefined
    ? { delete: keys.sweepCursor(job) }
    : { put: { ...keys.sweepCursor(job), itemType: 'sweep-cursor', mailKey } }
}
