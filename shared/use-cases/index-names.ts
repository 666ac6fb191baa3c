import { wordsOf } from '../domain/words.ts'
import type { Desk } from '../runtime/desk.ts'
import type { Item } from '../runtime/table.ts'
import { readNames } from '../store/named-things.ts'
import { namedKinds } from '../store/word-places.ts'
import { changeWords } from '../store/words.ts'
import type { ItemChange } from './index-ticket-words.ts'

/**
 * Keeps clients, contacts and assets findable by the words of their names; any other change is passed over. The
 * name as it is now is read afresh, so a change may be told twice, or after a later one.
 */
export async function indexNames(desk: Desk, change: ItemChange): Promise<void> {
  const item = change.after ?? change.before
  const kind = namedKinds.find(each => each === item?.itemType)
  if (item === undefined || kind === undefined) return
  const [had, has] = [wordsOfName(change.before), wordsOfName(change.after)]
  const touched = [...had.filter(word => !has.includes(word)), ...has.filter(word => !had.includes(word))]
  if (touched.length === 0) return
  const id = String(item.id)
  const [named] = await readNames(desk.table, [{ kind, id }])
  const wanted = wordsOf(named?.name ?? '')
  await changeWords(
    desk.table,
    { kind, id },
    {
      added: touched.filter(word => wanted.includes(word)),
      removed: touched.filter(word => !wanted.includes(word)),
    },
  )
}

function wordsOfName(item: Item | undefined): string[] {
  return typeof item?.name === 'string' ? wordsOf(item.name) : []
}
