import type { Table } from '../runtime/table.ts'
import { keys } from './keys.ts'
import { type NamedKind, namedPlace, ticketPlace } from './word-places.ts'

/** Where a word stands: a ticket, or the name of something. */
export type WordPlace = { ticket: number } | { kind: NamedKind; id: string }

/**
 * Puts words into the index, and takes others out. A word that stands nowhere any more is forgotten: what was
 * redacted must not be guessed from the list of known words.
 */
export async function changeWords(
  table: Table,
  place: WordPlace,
  { added, removed }: { added: readonly string[]; removed: readonly string[] },
): Promise<void> {
  const at = placeKey(place)
  await Promise.all([
    ...added.map(word => table.commit([{ put: { ...keys.posting(word, at), itemType: 'word' } }])),
    ...removed.map(word => table.commit([{ delete: keys.posting(word, at) }])),
  ])
  // The posting comes before the known word, here and where one is forgotten: else two at once could lose it.
  await Promise.all([learn(table, added), ...removed.map(word => forget(table, word))])
}

async function learn(table: Table, words: readonly string[]): Promise<void> {
  for (let first = 0; first < words.length; first += 100) {
    const some = words.slice(first, first + 100)
    const known = await table.getMany(some.map(keys.knownWord))
    const unknown = some.filter((_, index) => known[index] === undefined)
    await Promise.all(unknown.map(word => putKnown(table, word)))
  }
}

async function forget(table: Table, word: string): Promise<void> {
  if (await standsSomewhere(table, word)) return
  await table.commit([{ delete: keys.knownWord(word) }])
  if (await standsSomewhere(table, word)) await putKnown(table, word)
}

async function putKnown(table: Table, word: string): Promise<void> {
  await table.commit([{ put: { ...keys.knownWord(word), itemType: 'known-word' } }])
}

async function standsSomewhere(table: Table, word: string): Promise<boolean> {
  const { items } = await table.query({
    partition: { name: 'pk', value: keys.posting(word, '').pk },
    limit: 1,
    consistent: true,
  })
  return items.length > 0
}

function placeKey(place: WordPlace): string {
  return 'ticket' in place ? ticketPlace(place.ticket) : namedPlace(place.kind, place.id)
}
