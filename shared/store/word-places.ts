import { DeskError } from '../domain/errors.ts'
import type { Table } from '../runtime/table.ts'
import { keys, paddedOrder } from './keys.ts'

/** What can be found by its name, besides tickets. */
export const namedKinds = ['client', 'contact', 'asset'] as const
export type NamedKind = (typeof namedKinds)[number]

/** A stretch of the places where a word stands, inclusive. */
export interface Places {
  from: string
  to: string
}

export const ticketPlaces: Places = { from: paddedOrder(0), to: paddedOrder(99_999_999_999) }

export function ticketPlace(number: number): string {
  return paddedOrder(number)
}

/** Everything that has a name, by its kind. */
export const namedPlaces: Places = { from: 'asset#', to: 'contact#~' }

/** The clients among them. */
export const clientPlaces: Places = { from: 'client#', to: 'client#~' }

export function namedPlace(kind: NamedKind, id: string): string {
  return `${kind}#${id}`
}

/** What stands at a place among those that have a name. */
export function namedAt(place: string): { kind: NamedKind; id: string } | undefined {
  const kind = namedKinds.find(each => place.startsWith(`${each}#`))
  return kind === undefined ? undefined : { kind, id: place.slice(kind.length + 1) }
}

/** A word that begins more words than this is looked for as it stands. */
const completionsMax = 50

/**
 * For each term the words that begin with it. A term that begins too many means itself alone. Error:
 * `list.too-broad` where there is no such word either.
 */
export async function completeTerms(table: Table, terms: readonly string[]): Promise<string[][]> {
  return await Promise.all(
    terms.map(async term => {
      const { items } = await table.query({
        partition: { name: 'pk', value: keys.knownWord(term).pk },
        range: { name: 'sk', from: term, to: `${term}${lastCharacter}` },
        limit: completionsMax + 1,
      })
      const words = items.map(({ sk }) => sk)
      if (words.length <= completionsMax) return words
      if (words[0] === term) return [term]
      throw new DeskError('list.too-broad', `Too many words begin with ${term}: write more of it.`)
    }),
  )
}

/** What a search that finds little reads for one page at most, in queries. */
const readsMax = 60

/**
 * Places that hold a word of every group, the last first; `upTo` is where to begin. Each group is asked for its
 * next place no later than where the others are, so cost grows with the rarest of them, not with the desk.
 */
export async function placesWithAll(
  table: Table,
  groups: readonly (readonly string[])[],
  within: Places,
  { limit, upTo = within.to }: { limit: number; upTo?: string | undefined },
): Promise<{ places: string[]; upTo?: string }> {
  const streams = groups.map(words => words.map(word => new WordStream(table, word, within)))
  const places: string[] = []
  let candidate = upTo
  for (;;) {
    const heads = await Promise.all(streams.map(group => lastOf(group, candidate)))
    const lowest = heads.reduce((low, head) =>
      low === undefined || head === undefined || low < head ? low : head,
    )
    if (lowest === undefined || heads.includes(undefined)) return { places }
    if (heads.every(head => head === lowest)) {
      places.push(lowest)
      candidate = placeBefore(lowest)
      if (places.length === limit) return { places, upTo: candidate }
    } else {
      candidate = lowest
      const reads = streams.flat().reduce((sum, stream) => sum + stream.reads, 0)
      if (reads > readsMax) return { places, upTo: candidate }
    }
  }
}

async function lastOf(group: readonly WordStream[], upTo: string): Promise<string | undefined> {
  const heads = await Promise.all(group.map(stream => stream.lastUpTo(upTo)))
  return heads
    .filter(head => head !== undefined)
    .sort()
    .at(-1)
}

/** Some 40 bytes each: what one half read unit gives. */
const placesAtOnce = 100

/** The places of one word, backwards. */
class WordStream {
  readonly #table: Table
  readonly #word: string
  readonly #within: Places
  #buffer: string[] = []
  #isRead = false
  reads = 0

  constructor(table: Table, word: string, within: Places) {
    this.#table = table
    this.#word = word
    this.#within = within
  }

  /** The last place that is not behind this one; asked for ever earlier ones. */
  async lastUpTo(place: string): Promise<string | undefined> {
    this.#buffer = this.#buffer.filter(each => each <= place)
    if (this.#buffer.length === 0 && !this.#isRead && place >= this.#within.from) {
      this.reads += 1
      const { items, next } = await this.#table.query({
        partition: { name: 'pk', value: keys.posting(this.#word, '').pk },
        range: { name: 'sk', from: this.#within.from, to: place },
        newestFirst: true,
        limit: placesAtOnce,
      })
      this.#buffer = items.map(({ sk }) => sk)
      this.#isRead = next === undefined
    }
    return this.#buffer[0]
  }
}

/** Sorts behind every place that follows. */
const lastCharacter = '\u{10ffff}'

/** Where to go on behind a place: behind it nothing sorts before this. */
function placeBefore(place: string): string {
  const last = place.codePointAt(place.length - 1) ?? 0
  return `${place.slice(0, -1)}${String.fromCodePoint(last - 1)}${lastCharacter}`
}
