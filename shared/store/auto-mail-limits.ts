import type { AutoMails } from '../domain/auto-mail.ts'
import type { Table, Write } from '../runtime/table.ts'
import { keys } from './keys.ts'
import { expiring, itemOf, recordOf } from './records.ts'

export async function readAutoMails(table: Table, address: string): Promise<AutoMails | undefined> {
  const item = await table.get(keys.autoMail(address))
  return item && recordOf<AutoMails>(item)
}

/** One write unit; `write.conflict` where another mail to the address was let through meanwhile. */
export function saveAutoMails(address: string, before: AutoMails | undefined, after: AutoMails): Write {
  return {
    put: itemOf(keys.autoMail(address), 'auto-mail', after, expiring(after.sent.at(-1)?.at ?? '', 2)),
    onlyIf: before === undefined ? { absent: true } : { equals: { version: before.version } },
  }
}
