import type { Ticket } from '../domain/ticket.ts'
import { type Entry, inlineBodyBytesMax, type Person } from '../domain/timeline.ts'
import type { Files } from '../runtime/files.ts'
import type { Item, Key, Table, Write } from '../runtime/table.ts'
import type { PageRequest } from './directory.ts'
import { keys, ticketEntries, ticketPage } from './keys.ts'
import { itemOf, recordOf } from './records.ts'
import { ticketOf } from './tickets.ts'

/** An entry as its row has it: of a long body only the beginning. */
export interface StoredEntry extends Entry {
  /** The whole body lies in this file; the row holds its beginning. */
  bodyKey?: string
  /** The row of the request that wrote it, which keeps the answer, and the words in it, for a while. */
  askedBy?: Key
  /** The ticket it was written on, where a split took it from another. */
  writtenOn?: number
}

/** The ticket under which an entry's long bodies and earlier versions are kept: a split leaves them where they are. */
export function homeOf({ writtenOn }: StoredEntry, ticketNumber: number): number {
  return writtenOn ?? ticketNumber
}

export type Body = Pick<Entry, 'text' | 'html' | 'quoted'>

/**
 * The write that adds an entry. A body too long for the row goes into a file first: should the write then not
 * happen, an orphan file is all that is left.
 */
export async function appendEntry(
  files: Files,
  ticketNumber: number,
  entry: Entry,
  askedBy?: Key,
): Promise<Write> {
  const fitted = await fitBody(files, `${bodiesOf(ticketNumber, entry.id)}.json`, entry)
  const stored = askedBy === undefined ? fitted : { ...fitted, askedBy }
  return { put: itemOf(keys.entry(ticketNumber, entry.id), 'entry', stored), onlyIf: { absent: true } }
}

/** How the name of every file begins that holds a body of this entry. */
export function bodiesOf(ticketNumber: number, entryId: string): string {
  return `bodies/${ticketNumber}/${entryId}`
}

export interface TimelinePage {
  entries: Entry[]
  next?: Record<string, unknown>
}

/** How a timeline is to be read, other than whole and from its beginning. */
export interface TimelineWish {
  newestFirst?: boolean
  /** Only these; a page can then be short though there is a next one. */
  kinds?: readonly Entry['kind'][]
}

/**
 * A page of the timelines of a ticket and of those merged into it, side by side, oldest first unless told
 * otherwise, whole bodies: one query each, at the same time. The first number is the ticket's own.
 */
export async function readTimeline(
  desk: { table: Table; files: Files },
  [ticketNumber, ...merged]: readonly [number, ...number[]],
  page: PageRequest & TimelineWish,
): Promise<TimelinePage> {
  const { entryId } = page.after ?? {}
  const { newestFirst = false, kinds } = page
  const pages = await Promise.all(
    [ticketNumber, ...merged].map(async number => {
      const { items, next } = await desk.table.query({
        partition: { name: 'pk', value: keys.ticket(number).pk },
        range: { name: 'sk', ...ticketEntries },
        limit: page.limit,
        newestFirst,
        ...(kinds === undefined ? {} : { where: { kind: kinds } }),
        ...(typeof entryId === 'string' ? { after: { ...keys.entry(number, entryId) } } : {}),
      })
      return { items: items.map(item => ({ number, item })), next }
    }),
  )
  const oldestFirst = pages.flatMap(({ items }) => items).sort((a, b) => compareIds(a.item, b.item))
  const read = newestFirst ? oldestFirst.reverse() : oldestFirst
  const readTo = commonEnd(pages, page)
  const isRead = (sk: string) => readTo === undefined || (newestFirst ? sk >= readTo : sk <= readTo)
  const shown = read.filter(({ item }) => isRead(item.sk)).slice(0, page.limit)
  const entries = await Promise.all(
    shown.map(async ({ number, item }) =>
      marked(await wholeRecord<Entry>(desk.files, item), number, ticketNumber),
    ),
  )
  const fitting = entries.slice(0, countFitting(entries))
  const isEnd = fitting.length === read.length && pages.every(({ next }) => next === undefined)
  if (isEnd) return { entries: fitting }
  const isWhole = fitting.length === shown.length && shown.length < page.limit
  const nextId = isWhole && readTo !== undefined ? readTo.slice(entryPrefix.length) : fitting.at(-1)?.id
  return { entries: fitting, ...(nextId === undefined ? {} : { next: { entryId: nextId } }) }
}

const entryPrefix = ticketEntries.from

/** How far all of the timelines were read, where one of them was left off before its page was full. */
function commonEnd(
  pages: readonly { items: readonly unknown[]; next: Record<string, unknown> | undefined }[],
  { limit, newestFirst = false }: PageRequest & TimelineWish,
): string | undefined {
  const ends = pages
    .flatMap(({ items, next }) => (next !== undefined && items.length < limit ? [String(next.sk)] : []))
    .sort()
  return newestFirst ? ends.at(-1) : ends[0]
}

/** Ids are ULIDs: over all tickets they sort by the time they were made. */
function compareIds(a: Item, b: Item): number {
  return a.sk === b.sk ? 0 : a.sk < b.sk ? -1 : 1
}

function marked<T extends Entry>(entry: T, number: number, ownNumber: number): T {
  return number === ownNumber ? entry : { ...entry, mergedFrom: number }
}

/** A page of rows that hold words, in the order of their keys, bodies whole; shorter where they are long. */
export async function readWhole<T extends Body>(
  desk: { table: Table; files: Files },
  { ticketNumber, range }: { ticketNumber: number; range: { from: string; to: string } },
  page: PageRequest,
): Promise<{ entries: T[]; next?: Record<string, unknown> }> {
  const { items, next } = await desk.table.query({
    partition: { name: 'pk', value: keys.ticket(ticketNumber).pk },
    range: { name: 'sk', ...range },
    ...page,
  })
  const entries = await Promise.all(items.map(item => wholeRecord<T>(desk.files, item)))
  const fitting = countFitting(entries)
  const last = items[fitting - 1]
  if (fitting === entries.length || last === undefined) {
    return { entries, ...(next === undefined ? {} : { next }) }
  }
  return { entries: entries.slice(0, fitting), next: { pk: last.pk, sk: last.sk } }
}

/** Characters of bodies on one page: long mails must not make it larger than a function can answer. */
const pageCharactersMax = 2_000_000

/** How many of the entries, at least one, fit onto a page. */
function countFitting(entries: readonly Body[]): number {
  let characters = 0
  const over = entries.findIndex(({ text, html = '', quoted = '' }) => {
    characters += text.length + html.length + quoted.length
    return characters > pageCharactersMax
  })
  return over === -1 ? entries.length : Math.max(over, 1)
}

/** An entry as a page shows it: of a long body only the beginning. */
export type EntryOnPage = Entry & { cut: boolean }

export interface TicketPage {
  ticket: Ticket
  entries: EntryOnPage[]
  /** There are older entries. */
  more: boolean
}

/**
 * The header and its newest entries (oldest first among them) in one read; for a ticket that others were merged
 * into, one more read of each of those, all at the same time.
 */
export async function readTicketPage(
  table: Table,
  ticketNumber: number,
  limit: number,
): Promise<TicketPage | undefined> {
  const { items, next } = await readNewest(table, ticketNumber, { ...ticketPage, limit: limit + 1 })
  const [head, ...own] = items
  if (head?.sk !== 'HEAD') return undefined
  const ticket = ticketOf(head)
  const merged = await Promise.all(
    (ticket.mergedFrom ?? []).map(async number => {
      const page = await readNewest(table, number, { ...ticketEntries, limit })
      return { rows: page.items.map(item => ({ number, item })), more: page.next !== undefined }
    }),
  )
  const rows = [...own.map(item => ({ number: ticketNumber, item })), ...merged.flatMap(({ rows }) => rows)]
  const newest = rows.sort((a, b) => compareIds(a.item, b.item)).slice(-limit)
  const entries = newest.map(({ number, item }) => marked(beginningOf(item), number, ticketNumber))
  const more = next !== undefined || merged.some(page => page.more) || rows.length > newest.length
  return { ticket, entries, more }
}

function readNewest(
  table: Table,
  ticketNumber: number,
  { limit, ...range }: { from: string; to: string; limit: number },
) {
  return table.query({
    partition: { name: 'pk', value: keys.ticket(ticketNumber).pk },
    range: { name: 'sk', ...range },
    newestFirst: true,
    limit,
  })
}

export async function readEntry(
  desk: { table: Table; files: Files },
  ticketNumber: number,
  id: string,
): Promise<Entry | undefined> {
  return (await readEntryAsStored(desk, ticketNumber, id))?.entry
}

/** An entry, its body whole, and as its row has it: what a change of it starts from. */
export async function readEntryAsStored(
  desk: { table: Table; files: Files },
  ticketNumber: number,
  id: string,
): Promise<{ entry: Entry; stored: StoredEntry } | undefined> {
  const item = await desk.table.get(keys.entry(ticketNumber, id))
  if (item === undefined) return undefined
  return { entry: await wholeRecord<Entry>(desk.files, item), stored: recordOf<StoredEntry>(item) }
}

/** The first entry of a ticket, its description; of a long one only the beginning. */
export async function readOpening(
  table: Table,
  ticketNumber: number,
  consistent = false,
): Promise<Entry | undefined> {
  const { items } = await table.query({
    partition: { name: 'pk', value: keys.ticket(ticketNumber).pk },
    range: { name: 'sk', ...ticketEntries },
    limit: 1,
    ...(consistent ? { consistent } : {}),
  })
  return items[0] && entryOfItem(items[0])
}

/**
 * Moves entries to another ticket, whole: each leaves a pointer in its place. Errors: `version.stale` where an
 * entry is not there or was moved meanwhile.
 */
export function moveEntries(
  from: { number: number; items: readonly Item[] },
  to: { number: number; by: Person; at: string; reference: string },
): Write[] {
  return from.items.flatMap(item => {
    const stored = recordOf<StoredEntry>(item)
    const { id } = stored
    const writtenOn = homeOf(stored, from.number)
    const pointer: Entry = {
      id,
      kind: 'activity',
      visibility: 'internal',
      at: to.at,
      by: to.by,
      text: `Moved to ${to.reference}`,
      attachments: [],
      change: { field: 'split', from: null, to: to.reference },
      movedTo: to.number,
    }
    return [
      { put: { ...item, ...keys.entry(to.number, id), writtenOn }, onlyIf: { absent: true } },
      {
        put: itemOf(keys.entry(from.number, id), 'entry', pointer),
        onlyIf: { exists: true, lacks: 'movedTo' },
        otherwise: 'version.stale',
      },
    ] satisfies Write[]
  })
}

/** The rows of some entries as they are stored, in the order asked for; undefined for what is not there. */
export async function readEntryItems(
  table: Table,
  entries: readonly { ticketNumber: number; id: string }[],
): Promise<(Item | undefined)[]> {
  if (entries.length === 0) return []
  return await table.getMany(entries.map(({ ticketNumber, id }) => keys.entry(ticketNumber, id)))
}

/** What `readEntryItems` read, of a long body only the beginning. */
export function entryOfItem(item: Item): Entry {
  const { cut: _cut, ...entry } = beginningOf(item)
  return entry
}

/** The entry as its row takes it; a body too long for that is written to the file. */
export async function fitBody(files: Files, bodyKey: string, entry: Entry): Promise<StoredEntry> {
  const body: Body = {
    text: entry.text,
    ...(entry.html === undefined ? {} : { html: entry.html }),
    ...(entry.quoted === undefined ? {} : { quoted: entry.quoted }),
  }
  const json = Buffer.from(JSON.stringify(body))
  if (json.byteLength <= inlineBodyBytesMax) return entry
  await files.write(bodyKey, json, 'application/json')
  const { html: _html, quoted: _quoted, ...rest } = entry
  return { ...rest, text: beginning(entry.text), bodyKey }
}

function beginningOf(item: Item): EntryOnPage {
  const { bodyKey, askedBy: _askedBy, writtenOn: _home, ...entry } = recordOf<StoredEntry>(item)
  return { ...entry, cut: bodyKey !== undefined }
}

/** What a row holds besides what only the store knows, with the whole of its body. */
async function wholeRecord<T extends Body>(files: Files, item: Item): Promise<T> {
  const { bodyKey, askedBy: _askedBy, writtenOn: _home, ...rest } = item
  const entry = recordOf<T>(rest)
  if (typeof bodyKey !== 'string') return entry
  const content = await files.read(bodyKey)
  if (content === undefined) return entry
  return { ...entry, ...(JSON.parse(Buffer.from(content).toString()) as Body) }
}

/** Characters of a long body that stay beside the entry. */
const beginningCharacters = 1_500

function beginning(text: string): string {
  return text.length <= beginningCharacters ? text : `${text.slice(0, beginningCharacters).toWellFormed()}…`
}
