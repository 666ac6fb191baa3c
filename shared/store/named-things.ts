import type { Table } from '../runtime/table.ts'
import { keys } from './keys.ts'
import { recordOf } from './records.ts'
import type { NamedKind } from './word-places.ts'

/** A client, contact or asset as a search shows it. */
export interface NamedThing {
  kind: NamedKind
  id: string
  name: string
  clientId: string
  email?: string
}

/** In the order asked for, at most 100; undefined for what is not there. */
export async function readNames(
  table: Table,
  asked: readonly { kind: NamedKind; id: string }[],
): Promise<(NamedThing | undefined)[]> {
  if (asked.length === 0) return []
  const items = await table.getMany(asked.map(({ kind, id }) => keys[kind](id)))
  return items.map((item, index) => {
    const kind = asked[index]?.kind
    if (item === undefined || kind === undefined) return undefined
    const { id, name, clientId = id, email } = recordOf<Omit<NamedThing, 'kind'>>(item)
    return { kind, id, name, clientId, ...(email === undefined ? {} : { email }) }
  })
}
